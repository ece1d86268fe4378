-- Which buckets have had no report this week? Those whose newest one is older, and those that have none, of whose
-- inventory configurations one has had no success for two periods of its schedule.
select
  accountid,
  region,
  Bucket as bucket,
  ReportTime as last_report
from s3_bucket
where cast(substr(ReportTime, 1, 10) as date) < current_date - interval '7' day
union
select
  item.accountid,
  item.region,
  item.resourceId,
  null
from ops_item item
left join s3_bucket known
  on known.accountid = item.accountid and known.region = item.region and known.resourceId = item.resourceId
where item.Category = 'NoRecentSuccess' and item.Job = 'inventory' and known.resourceId is null
order by accountid, region, bucket;
