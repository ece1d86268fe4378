package io.stocktake.inventory.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportLayoutTest {
    @Test
    void aCsvSchemaIsTheNamesThatTheApiUses() {
        assertThat(new ReportLayout(ReportFormat.CSV, ObjectColumn.all()).fileSchema())
                .isEqualTo(
                        "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass, "
                                + "IsMultipartUploaded, ReplicationStatus, EncryptionStatus, ObjectLockRetainUntilDate, "
                                + "ObjectLockMode, ObjectLockLegalHoldStatus, IntelligentTieringAccessTier, BucketKeyStatus, "
                                + "ChecksumAlgorithm, ObjectAccessControlList, ObjectOwner, LifecycleExpirationDate");
    }

    @Test
    void anOrcSchemaIsAStructWithoutSpaces() {
        assertThat(new ReportLayout(ReportFormat.ORC, ObjectColumn.all()).fileSchema())
                .isEqualTo("struct<bucket:string,key:string,version_id:string,is_latest:boolean,"
                        + "is_delete_marker:boolean,size:bigint,last_modified_date:timestamp,e_tag:string,"
                        + "storage_class:string,is_multipart_uploaded:boolean,replication_status:string,"
                        + "encryption_status:string,object_lock_retain_until_date:timestamp,object_lock_mode:string,"
                        + "object_lock_legal_hold_status:string,intelligent_tiering_access_tier:string,"
                        + "bucket_key_status:string,checksum_algorithm:string,object_access_control_list:string,"
                        + "object_owner:string,lifecycle_expiration_date:timestamp>");
    }

    @Test
    void aParquetSchemaHasTwoSpacesBeforeEveryColumn() {
        assertThat(new ReportLayout(ReportFormat.PARQUET, ObjectColumn.all()).fileSchema())
                .isEqualTo("message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);  "
                        + "optional binary version_id (STRING);  optional boolean is_latest;  "
                        + "optional boolean is_delete_marker;  optional int64 size;  "
                        + "optional int64 last_modified_date (TIMESTAMP(MILLIS,true));  optional binary e_tag (STRING);  "
                        + "optional binary storage_class (STRING);  optional boolean is_multipart_uploaded;  "
                        + "optional binary replication_status (STRING);  optional binary encryption_status (STRING);  "
                        + "optional int64 object_lock_retain_until_date (TIMESTAMP(MILLIS,true));  "
                        + "optional binary object_lock_mode (STRING);  "
                        + "optional binary object_lock_legal_hold_status (STRING);  "
                        + "optional binary intelligent_tiering_access_tier (STRING);  "
                        + "optional binary bucket_key_status (STRING);  optional binary checksum_algorithm (STRING);  "
                        + "optional binary object_access_control_list (STRING);  optional binary object_owner (STRING);  "
                        + "optional int64 lifecycle_expiration_date (TIMESTAMP(MILLIS,true));}");
    }

    @Test
    void theSmallestReportHasBucketAndKey() {
        assertThat(new ReportLayout(ReportFormat.CSV, ObjectColumn.ALWAYS).fileSchema())
                .isEqualTo("Bucket, Key");
        assertThat(new ReportLayout(ReportFormat.ORC, ObjectColumn.ALWAYS).fileSchema())
                .isEqualTo("struct<bucket:string,key:string>");
        assertThat(new ReportLayout(ReportFormat.PARQUET, ObjectColumn.ALWAYS).fileSchema())
                .isEqualTo("message s3.inventory {  required binary bucket (STRING);  required binary key (STRING);}");
    }

    @Test
    void columnsOutOfOrderAreRefused() {
        assertThatThrownBy(() -> new ReportLayout(ReportFormat.CSV, List.of(ObjectColumn.KEY, ObjectColumn.BUCKET)))
                .hasMessage("Cannot lay out a report of the columns [KEY, BUCKET]: bucket and key come first, and the"
                        + " others in the order of reports, each once");
    }

    @Test
    void aReportWithoutKeysIsRefused() {
        assertThatThrownBy(() -> new ReportLayout(ReportFormat.ORC, List.of(ObjectColumn.BUCKET, ObjectColumn.SIZE)))
                .hasMessage("Cannot lay out a report of the columns [BUCKET, SIZE]: bucket and key come first, and the"
                        + " others in the order of reports, each once");
    }
}
