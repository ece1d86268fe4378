package io.stocktake.inventory.file;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types that the columns of a report have. */
public enum ColumnType {
    STRING(DataTypes.StringType, "string"),
    BOOLEAN(DataTypes.BooleanType, "boolean"),
    LONG(DataTypes.LongType, "bigint"),
    TIMESTAMP(DataTypes.TimestampType, "timestamp");

    @SuppressWarnings("ImmutableEnumChecker") // Spark's DataType is immutable, but cannot say so.
    private final DataType sparkType;

    private final String orcName;

    ColumnType(DataType sparkType, String orcName) {
        this.sparkType = sparkType;
        this.orcName = orcName;
    }

    static ColumnType of(DataType sparkType) {
        for (ColumnType type : values()) {
            if (type.sparkType.equals(sparkType)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "Cannot keep a column of type \"%s\" in a report".formatted(sparkType.sql()));
    }

    DataType sparkType() {
        return sparkType;
    }

    String orcName() {
        return orcName;
    }

    /** A column of this type in the text of a Parquet schema, in the spelling of reports delivered since 2020. */
    String parquetField(String name) {
        return switch (this) {
            case STRING -> "binary %s (STRING)".formatted(name);
            case BOOLEAN -> "boolean %s".formatted(name);
            case LONG -> "int64 %s".formatted(name);
            case TIMESTAMP -> "int64 %s (TIMESTAMP(MILLIS,true))".formatted(name);
        };
    }
}
