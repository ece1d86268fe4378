package io.stocktake.replication.manifest;

import io.stocktake.listing.ObjectColumn;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A line of a manifest: something to work on.
 *
 * @param bucket as the manifest calls it
 * @param key raw, decoded
 * @param versionId {@code null} in letters for the null version; empty: the current object
 */
public record ManifestEntry(String bucket, String key, Optional<String> versionId) {
    /** The columns of entries in Spark, named as those of a listing: bucket, key, and version_id, which may be null. */
    public static final StructType SCHEMA = new StructType(new StructField[] {
        DataTypes.createStructField(ObjectColumn.BUCKET.columnName(), DataTypes.StringType, false),
        DataTypes.createStructField(ObjectColumn.KEY.columnName(), DataTypes.StringType, false),
        DataTypes.createStructField(ObjectColumn.VERSION_ID.columnName(), DataTypes.StringType, true)
    });

    private static final int BUCKET = 0;
    private static final int KEY = 1;
    private static final int VERSION_ID = 2;

    public ManifestEntry {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(versionId, "versionId");
    }

    /** The entry that a row of {@link #SCHEMA} is. */
    public static ManifestEntry of(Row row) {
        return new ManifestEntry(
                row.getString(BUCKET), row.getString(KEY), Optional.ofNullable(row.getString(VERSION_ID)));
    }

    Row toRow() {
        return RowFactory.create(bucket, key, versionId.orElse(null));
    }
}
