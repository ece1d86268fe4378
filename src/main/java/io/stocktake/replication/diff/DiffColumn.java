package io.stocktake.replication.diff;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the source "s3-diff". What the source lacks, or what a delete marker does not have, is null. */
enum DiffColumn {
    /** {@link io.stocktake.replication.Outcome#text}. */
    OUTCOME("outcome", DataTypes.StringType),
    /** Raw. */
    KEY("key", DataTypes.StringType),
    /** Null for the null version, as are the columns that follow where only the destination has the key. */
    VERSION_ID("versionId", DataTypes.StringType),
    IS_DELETE_MARKER("isDeleteMarker", DataTypes.BooleanType),
    IS_LATEST("isLatest", DataTypes.BooleanType),
    /** Bytes. */
    SIZE("size", DataTypes.LongType),
    LAST_MODIFIED("lastModified", DataTypes.TimestampType),
    /** Without quotes. */
    E_TAG("eTag", DataTypes.StringType),
    STORAGE_CLASS("storageClass", DataTypes.StringType),
    /** The ID of the rule that decides; null where none does, or where tags were not needed to tell. */
    RULE("rule", DataTypes.StringType),
    /** Why: for conflicts, for what is not eligible, for what drifted. */
    REASON("reason", DataTypes.StringType),
    /** Of the replica; of a version that is missing, of what the destination has newest. Null for the null version. */
    DESTINATION_VERSION_ID("destinationVersionId", DataTypes.StringType),
    DESTINATION_E_TAG("destinationETag", DataTypes.StringType),
    DESTINATION_SIZE("destinationSize", DataTypes.LongType),
    DESTINATION_LAST_MODIFIED("destinationLastModified", DataTypes.TimestampType);

    private final String columnName;

    @SuppressWarnings("ImmutableEnumChecker") // Spark's DataType is immutable, but cannot say so.
    private final DataType type;

    DiffColumn(String columnName, DataType type) {
        this.columnName = columnName;
        this.type = type;
    }

    String columnName() {
        return columnName;
    }

    static Optional<DiffColumn> ofColumnName(String columnName) {
        return Arrays.stream(values())
                .filter(column -> column.columnName.equals(columnName))
                .findFirst();
    }

    static List<DiffColumn> of(StructType schema) {
        return Arrays.stream(schema.fieldNames())
                .map(name -> ofColumnName(name).orElseThrow())
                .toList();
    }

    static StructType schema(Collection<DiffColumn> columns) {
        return new StructType(columns.stream()
                .map(column ->
                        DataTypes.createStructField(column.columnName, column.type, column != OUTCOME && column != KEY))
                .toArray(StructField[]::new));
    }
}
