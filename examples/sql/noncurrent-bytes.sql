-- What would deleting all noncurrent versions save, by bucket? Of buckets whose report has all versions.
select
  accountid,
  region,
  Bucket as bucket,
  cast(NoncurrentObjects as bigint) as noncurrent_objects,
  cast(NoncurrentBytes as bigint) as noncurrent_bytes,
  cast(Bytes as bigint) as current_bytes
from s3_bucket
where NoncurrentBytes is not null
order by noncurrent_bytes desc, accountid, region, bucket;
