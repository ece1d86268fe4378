package io.stocktake.inventory.file;

import java.io.Serializable;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * A column of a report that is to be read.
 *
 * @param name its name in Spark, in snake_case whatever the format
 * @param fileName its name in the report's files and schema
 * @param type its type in Spark; a column that is not known is a string
 * @param required whether every row has a value
 */
public record ReportField(String name, String fileName, ColumnType type, boolean required) implements Serializable {

    /** The column in Spark. */
    public StructField structField() {
        return DataTypes.createStructField(name, type.sparkType(), !required);
    }
}
