-- The tables of resource data syncs, of an inventory report and of completion reports, for Athena and Hive.
-- Put your destination in the place of s3://reports/sync, and run the statements one by one.
-- Every value of a sync is text: cast what you count with.

-- One record an object version of each bucket's latest report. A column that the report does not have is null.
create external table s3_object (
  Bucket string,
  Key string,
  VersionId string,
  IsLatest string,
  IsDeleteMarker string,
  Size string,
  LastModifiedDate string,
  ETag string,
  StorageClass string,
  IsMultipartUploaded string,
  ReplicationStatus string,
  EncryptionStatus string,
  ObjectLockRetainUntilDate string,
  ObjectLockMode string,
  ObjectLockLegalHoldStatus string,
  IntelligentTieringAccessTier string,
  BucketKeyStatus string,
  ChecksumAlgorithm string,
  ObjectAccessControlList string,
  ObjectOwner string,
  LifecycleExpirationDate string,
  resourceId string,
  captureTime string,
  schemaVersion string
)
partitioned by (accountid string, region string, resourcetype string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
location 's3://reports/sync/Custom:S3Object/';

-- One record a bucket: what its latest report adds up to.
create external table s3_bucket (
  Bucket string,
  ReportTime string,
  Report string,
  InventoryId string,
  IncludedObjectVersions string,
  Objects string,
  Bytes string,
  ObjectsByStorageClass string,
  BytesByStorageClass string,
  NoncurrentObjects string,
  NoncurrentBytes string,
  DeleteMarkers string,
  OldestObject string,
  NewestObject string,
  resourceId string,
  captureTime string,
  schemaVersion string
)
partitioned by (accountid string, region string, resourcetype string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
location 's3://reports/sync/Custom:S3Bucket/';

-- One record a run of any job. Account and Region are those of its bucket.
create external table ops_data (
  RunId string,
  Job string,
  Definition string,
  Bucket string,
  OrganizationalUnit string,
  Schedule string,
  StartTime string,
  EndTime string,
  Outcome string,
  Objects string,
  Bytes string,
  Requests string,
  Retries string,
  FailedObjects string,
  FailedObjectsByErrorCode string,
  Message string,
  Report string,
  resourceId string,
  captureTime string,
  schemaVersion string
)
partitioned by (accountid string, region string, resourcetype string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
location 's3://reports/sync/Custom:OpsData/';

-- One record a thing that somebody should look at: FailedRun, FailedObjects and NoRecentSuccess are the categories.
create external table ops_item (
  OpsItemId string,
  Title string,
  Category string,
  Status string,
  Severity string,
  Job string,
  Definition string,
  RunId string,
  ErrorCode string,
  Objects string,
  Message string,
  CreatedTime string,
  resourceId string,
  captureTime string,
  schemaVersion string
)
partitioned by (accountid string, region string, resourcetype string)
row format serde 'org.openx.data.jsonserde.JsonSerDe'
location 's3://reports/sync/Custom:OpsItem/';

-- Finds the partitions: once now, and again whenever an account or a Region has joined.
msck repair table s3_object;
msck repair table s3_bucket;
msck repair table ops_data;
msck repair table ops_item;

-- One inventory report in Parquet, through the symlink.txt of each delivery. Name the columns that yours has.
create external table photos_everything (
  bucket string,
  key string,
  version_id string,
  is_latest boolean,
  is_delete_marker boolean,
  size bigint,
  last_modified_date timestamp,
  e_tag string,
  storage_class string
)
partitioned by (dt string)
row format serde 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
stored as
  inputformat 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat'
  outputformat 'org.apache.hadoop.hive.ql.io.IgnoreKeyTextOutputFormat'
location 's3://reports/inventories/photos/everything/hive/';

msck repair table photos_everything;

-- The completion reports of replications: a partition a job, as manifest.json lies beside the results.
create external table completion_report (
  Bucket string,
  Key string,
  VersionId string,
  TaskStatus string,
  ErrorCode string,
  HTTPStatusCode string,
  ResultMessage string
)
partitioned by (job string)
row format serde 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
location 's3://reports/replication/';

alter table completion_report add if not exists partition (job = 'job-0a1b2c3d4e5f')
location 's3://reports/replication/job-0a1b2c3d4e5f/results/';
