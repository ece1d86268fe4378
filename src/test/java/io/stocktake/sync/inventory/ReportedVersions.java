package io.stocktake.sync.inventory;

import io.stocktake.listing.ObjectColumn;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows of reports of all versions, and the records that they become. */
final class ReportedVersions {
    static final List<ObjectColumn> COLUMNS = List.of(
            ObjectColumn.BUCKET,
            ObjectColumn.KEY,
            ObjectColumn.VERSION_ID,
            ObjectColumn.IS_LATEST,
            ObjectColumn.IS_DELETE_MARKER,
            ObjectColumn.SIZE,
            ObjectColumn.LAST_MODIFIED_DATE,
            ObjectColumn.E_TAG,
            ObjectColumn.STORAGE_CLASS);

    static final Instant DATE = Instant.parse("2024-05-06T22:37:48.123Z");

    private ReportedVersions() {}

    static Row row(String bucket, String key, String versionId, boolean isLatest, boolean isDeleteMarker, long size) {
        return isDeleteMarker
                ? RowFactory.create(bucket, key, versionId, isLatest, true, null, Timestamp.from(DATE), null, null)
                : RowFactory.create(
                        bucket,
                        key,
                        versionId,
                        isLatest,
                        false,
                        size,
                        Timestamp.from(DATE),
                        "d41d8cd98f00b204e9800998ecf8427e",
                        "STANDARD");
    }

    /** What a row of a current object becomes; the key as it stands in JSON. */
    static String line(String bucket, String key) {
        return "{\"Bucket\":\"" + bucket + "\",\"Key\":\"" + key + "\",\"VersionId\":\"v1\",\"IsLatest\":\"true\","
                + "\"IsDeleteMarker\":\"false\",\"Size\":\"7\",\"LastModifiedDate\":\"2024-05-06T22:37:48.123Z\","
                + "\"ETag\":\"d41d8cd98f00b204e9800998ecf8427e\",\"StorageClass\":\"STANDARD\"," + end(bucket);
    }

    /** What every record ends with. */
    static String end(String bucket) {
        return "\"resourceId\":\"" + bucket + "\",\"captureTime\":\"2026-11-22T04:41:50Z\",\"schemaVersion\":\"1.0\"}";
    }
}
