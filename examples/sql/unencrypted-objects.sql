-- Which objects are not encrypted at rest? Of buckets whose report has EncryptionStatus.
select
  accountid,
  region,
  Bucket as bucket,
  Key as object_key,
  VersionId as version_id,
  cast(Size as bigint) as bytes
from s3_object
where EncryptionStatus = 'NOT-SSE'
order by accountid, region, bucket, object_key, version_id;
