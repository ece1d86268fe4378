-- The tables of resource data syncs, of an inventory report and of completion reports, as views of Spark:
--     spark-sql -i examples/sql/spark/tables.sql -f examples/sql/bytes-by-storage-class.sql
-- Put your destination in the place of s3a://reports/sync. The columns are named here, partitions included, because
-- Spark would take an account for a number and drop its leading zeros.
-- Every value of a sync is text: cast what you count with.

-- One record an object version of each bucket's latest report. A column that the report does not have is null.
create or replace temporary view s3_object (
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
  schemaVersion string,
  accountid string,
  region string,
  resourcetype string
)
using json
options (path 's3a://reports/sync/Custom:S3Object');

-- One record a bucket: what its latest report adds up to.
create or replace temporary view s3_bucket (
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
  schemaVersion string,
  accountid string,
  region string,
  resourcetype string
)
using json
options (path 's3a://reports/sync/Custom:S3Bucket');

-- One record a run of any job. Account and Region are those of its bucket.
create or replace temporary view ops_data (
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
  schemaVersion string,
  accountid string,
  region string,
  resourcetype string
)
using json
options (path 's3a://reports/sync/Custom:OpsData');

-- One record a thing that somebody should look at: FailedRun, FailedObjects and NoRecentSuccess are the categories.
create or replace temporary view ops_item (
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
  schemaVersion string,
  accountid string,
  region string,
  resourcetype string
)
using json
options (path 's3a://reports/sync/Custom:OpsItem');

-- The newest complete report of one configuration, in whatever format.
create or replace temporary view photos_everything
using `s3-inventory`
options (path 's3a://reports/inventories/photos/everything');

-- The completion reports of replications. The manifest lies beside the results, so the path names these alone.
create or replace temporary view completion_report (
  Bucket string,
  Key string,
  VersionId string,
  TaskStatus string,
  ErrorCode string,
  HTTPStatusCode string,
  ResultMessage string
)
using csv
options (path 's3a://reports/replication/job-*/results/*.csv', escape '"');
