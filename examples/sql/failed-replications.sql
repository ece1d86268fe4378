-- Which objects could not be replicated, and why? From the completion reports, whose keys are URL-encoded.
select
  Bucket as bucket,
  Key as encoded_key,
  VersionId as version_id,
  ErrorCode as error_code,
  HTTPStatusCode as http_status_code,
  ResultMessage as message
from completion_report
where TaskStatus = 'failed'
order by bucket, encoded_key, version_id;
