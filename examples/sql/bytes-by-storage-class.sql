-- How many bytes are there of each storage class, by account and Region? Noncurrent versions count: they cost as much.
select
  accountid,
  region,
  StorageClass as storage_class,
  count(*) as versions,
  sum(cast(Size as bigint)) as bytes
from s3_object
where coalesce(IsDeleteMarker, 'false') = 'false'
group by accountid, region, StorageClass
order by bytes desc, accountid, region, storage_class;
