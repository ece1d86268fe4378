-- Which ten prefixes hold the most bytes? A prefix is all up to the first slash, and empty for keys without one.
select
  accountid,
  region,
  Bucket as bucket,
  coalesce(regexp_extract(Key, '^[^/]*/', 0), '') as prefix,
  count(*) as versions,
  sum(cast(Size as bigint)) as bytes
from s3_object
where coalesce(IsDeleteMarker, 'false') = 'false'
group by accountid, region, Bucket, coalesce(regexp_extract(Key, '^[^/]*/', 0), '')
order by bytes desc, accountid, region, bucket, prefix
limit 10;
