package io.stocktake.listing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that an object version has in a listing and in a report, in the one order that S3 Inventory writes them.
 *
 * <p>Source: S3 User Guide, "Amazon S3 Inventory list", and reports that S3 delivered.
 */
public enum ObjectColumn {
    BUCKET("Bucket", DataTypes.StringType, Origin.LISTING),
    /** Raw; only a CSV report encodes it. */
    KEY("Key", DataTypes.StringType, Origin.LISTING),
    /** Null for the null version. */
    VERSION_ID("VersionId", DataTypes.StringType, Origin.LISTING),
    IS_LATEST("IsLatest", DataTypes.BooleanType, Origin.LISTING),
    IS_DELETE_MARKER("IsDeleteMarker", DataTypes.BooleanType, Origin.LISTING),
    /** Bytes. */
    SIZE("Size", DataTypes.LongType, Origin.LISTING),
    LAST_MODIFIED_DATE("LastModifiedDate", DataTypes.TimestampType, Origin.LISTING),
    /** Without quotes. */
    E_TAG("ETag", DataTypes.StringType, Origin.LISTING),
    STORAGE_CLASS("StorageClass", DataTypes.StringType, Origin.LISTING),
    IS_MULTIPART_UPLOADED("IsMultipartUploaded", DataTypes.BooleanType, Origin.LISTING),
    REPLICATION_STATUS("ReplicationStatus", DataTypes.StringType, Origin.HEAD),
    ENCRYPTION_STATUS("EncryptionStatus", DataTypes.StringType, Origin.HEAD),
    OBJECT_LOCK_RETAIN_UNTIL_DATE("ObjectLockRetainUntilDate", DataTypes.TimestampType, Origin.HEAD),
    OBJECT_LOCK_MODE("ObjectLockMode", DataTypes.StringType, Origin.HEAD),
    OBJECT_LOCK_LEGAL_HOLD_STATUS("ObjectLockLegalHoldStatus", DataTypes.StringType, Origin.HEAD),
    INTELLIGENT_TIERING_ACCESS_TIER("IntelligentTieringAccessTier", DataTypes.StringType, Origin.HEAD),
    BUCKET_KEY_STATUS("BucketKeyStatus", DataTypes.StringType, Origin.HEAD),
    CHECKSUM_ALGORITHM("ChecksumAlgorithm", DataTypes.StringType, Origin.LISTING),
    /** Base64 of compact JSON. */
    OBJECT_ACCESS_CONTROL_LIST("ObjectAccessControlList", DataTypes.StringType, Origin.ACL),
    /** The canonical user id. */
    OBJECT_OWNER("ObjectOwner", DataTypes.StringType, Origin.OWNER),
    LIFECYCLE_EXPIRATION_DATE("LifecycleExpirationDate", DataTypes.TimestampType, Origin.HEAD);

    /** What a column's value has to be asked for with. */
    public enum Origin {
        /** Every listing carries it. */
        LISTING,
        /** The listing carries it if it is asked for owners. */
        OWNER,
        /** A HeadObject request an object version. */
        HEAD,
        /** A GetObjectAcl request an object version. */
        ACL
    }

    /** The columns that every report has. */
    public static final List<ObjectColumn> ALWAYS = List.of(BUCKET, KEY);

    /** The columns that a report of all versions adds. */
    public static final List<ObjectColumn> VERSIONS = List.of(VERSION_ID, IS_LATEST, IS_DELETE_MARKER);

    private static final List<ObjectColumn> ALL = List.of(values());

    private final String csvName;
    private final String columnName;

    @SuppressWarnings("ImmutableEnumChecker") // Spark's DataType is immutable, but cannot say so.
    private final DataType type;

    private final Origin origin;

    ObjectColumn(String csvName, DataType type, Origin origin) {
        this.csvName = csvName;
        this.columnName = name().toLowerCase(Locale.ROOT);
        this.type = type;
        this.origin = origin;
    }

    /** AWS's name of the column: that of a CSV report's fileSchema and of the OptionalFields member. */
    public String csvName() {
        return csvName;
    }

    /** The name in ORC and Parquet reports and in Spark. */
    public String columnName() {
        return columnName;
    }

    /** The type in Spark. */
    public DataType type() {
        return type;
    }

    /** What the value has to be asked for with. */
    public Origin origin() {
        return origin;
    }

    /** Whether every row has a value: only the bucket and the key are always there. */
    public boolean isRequired() {
        return this == BUCKET || this == KEY;
    }

    /** The column of this name as ORC, Parquet and Spark spell it, if it is one; case counts. */
    public static Optional<ObjectColumn> ofColumnName(String columnName) {
        return ALL.stream()
                .filter(column -> column.columnName.equals(columnName))
                .findFirst();
    }

    /** The column of this name as AWS spells it in CSV schemas and OptionalFields, if it is one; case counts. */
    public static Optional<ObjectColumn> ofCsvName(String csvName) {
        return ALL.stream().filter(column -> column.csvName.equals(csvName)).findFirst();
    }

    /** All columns, in order. */
    public static List<ObjectColumn> all() {
        return ALL;
    }

    /** These columns in the order of reports, each once. */
    public static List<ObjectColumn> inOrder(Collection<ObjectColumn> columns) {
        return columns.isEmpty() ? List.of() : List.copyOf(new ArrayList<>(EnumSet.copyOf(columns)));
    }

    /** The Spark schema of these columns, in the order given. */
    public static StructType schema(Collection<ObjectColumn> columns) {
        return new StructType(columns.stream()
                .map(column -> DataTypes.createStructField(column.columnName, column.type, !column.isRequired()))
                .toArray(StructField[]::new));
    }

    /** These columns' names in Spark, in the order given. */
    public static String[] columnNames(Collection<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::columnName).toArray(String[]::new);
    }
}
