package io.stocktake.sync.inventory;

import com.fasterxml.jackson.core.io.SerializedString;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.sync.CaptureLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/** Writes rows of a report as records of {@code Custom:S3Object}. Not thread-safe. */
final class ObjectRecords {
    private static final long MICROS_PER_MILLI = 1000;

    private final CaptureLines lines;
    private final SerializedString[] names;
    private final Value[] values;

    /**
     * Writes these columns.
     *
     * @param columns of the rows, in their order
     */
    ObjectRecords(List<ObjectColumn> columns, CaptureLines lines) {
        this.lines = lines;
        this.names = columns.stream()
                .map(column -> new SerializedString(column.csvName()))
                .toArray(SerializedString[]::new);
        this.values = columns.stream().map(ObjectRecords::value).toArray(Value[]::new);
    }

    void write(InternalRow row) throws IOException {
        lines.begin();
        for (int field = 0; field < values.length; field++) {
            if (!row.isNullAt(field)) {
                values[field].write(lines, names[field], row, field);
            }
        }
        lines.end();
    }

    private static Value value(ObjectColumn column) {
        if (column.type() instanceof BooleanType) {
            return (lines, name, row, field) -> lines.member(name, Boolean.toString(row.getBoolean(field)));
        }
        if (column.type() instanceof LongType) {
            return (lines, name, row, field) -> lines.member(name, Long.toString(row.getLong(field)));
        }
        if (column.type() instanceof TimestampType) {
            return (lines, name, row, field) ->
                    lines.member(name, CaptureLines.milliseconds(Math.floorDiv(row.getLong(field), MICROS_PER_MILLI)));
        }
        return (lines, name, row, field) -> lines.member(name, utf8(row.getUTF8String(field)));
    }

    /** A report that somebody else wrote may have anything in its columns; JSON takes UTF-8 alone. */
    private static byte[] utf8(UTF8String text) {
        return text.isValid() ? text.getBytes() : text.toValidString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the value of one column. */
    private interface Value {
        void write(CaptureLines lines, SerializedString name, InternalRow row, int field) throws IOException;
    }
}
