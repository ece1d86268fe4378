package io.stocktake.inventory.file;

import io.stocktake.listing.ObjectColumn;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Takes the values of a report's columns out of Spark's rows. A field is a column's place in the report, from 0. */
final class RowFields {
    private static final long MICROS_PER_MILLI = 1000;

    private final ObjectColumn[] columns;
    private final ColumnType[] types;
    private final int[] ordinals;

    RowFields(List<ObjectColumn> columns, int[] ordinals) {
        if (columns.size() != ordinals.length) {
            throw new IllegalArgumentException("Cannot write a report of %d columns from %d fields of a row"
                    .formatted(columns.size(), ordinals.length));
        }
        this.columns = columns.toArray(ObjectColumn[]::new);
        this.types =
                columns.stream().map(column -> ColumnType.of(column.type())).toArray(ColumnType[]::new);
        this.ordinals = ordinals.clone();
    }

    int count() {
        return columns.length;
    }

    String name(int field) {
        return columns[field].columnName();
    }

    ColumnType type(int field) {
        return types[field];
    }

    /** Whether the row has no value; a bucket or a key has to have one. */
    boolean isNull(InternalRow row, int field) {
        if (!row.isNullAt(ordinals[field])) {
            return false;
        }
        if (columns[field].isRequired()) {
            throw new IllegalArgumentException(
                    "Cannot write a row of a report: its %s is missing".formatted(columns[field].columnName()));
        }
        return true;
    }

    /** The UTF-8 bytes, not to be changed: they are the row's own where it keeps them in an array of their own. */
    byte[] bytes(InternalRow row, int field) {
        return row.getUTF8String(ordinals[field]).getBytes();
    }

    /** The text as the row keeps it, good until the row changes. */
    UTF8String text(InternalRow row, int field) {
        return row.getUTF8String(ordinals[field]);
    }

    String string(InternalRow row, int field) {
        return row.getUTF8String(ordinals[field]).toString();
    }

    boolean bool(InternalRow row, int field) {
        return row.getBoolean(ordinals[field]);
    }

    long number(InternalRow row, int field) {
        return row.getLong(ordinals[field]);
    }

    /** Milliseconds since the epoch; Spark has microseconds, reports have not. */
    long millis(InternalRow row, int field) {
        return Math.floorDiv(row.getLong(ordinals[field]), MICROS_PER_MILLI);
    }
}
