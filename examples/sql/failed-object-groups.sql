-- How many objects could not be replicated, by error code? Of runs without a success since. One that fails again and again
-- counts once, with the most objects that one of its runs could not copy.
select
  accountid,
  region,
  resourceId as bucket,
  Definition as definition,
  ErrorCode as error_code,
  count(*) as runs,
  max(cast(Objects as bigint)) as objects,
  max(CreatedTime) as latest
from ops_item
where Category = 'FailedObjects' and Job = 'replication' and Status = 'Open'
group by accountid, region, resourceId, Definition, ErrorCode
order by objects desc, accountid, region, bucket, definition, error_code;
