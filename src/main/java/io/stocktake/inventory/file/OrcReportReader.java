package io.stocktake.inventory.file;

import java.io.IOException;
import java.time.Instant;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads the wanted columns of an ORC report, a batch of rows at a time. */
final class OrcReportReader implements ReportFileReader {
    private final ReportFile file;
    private final ReadableFile readable;
    private final OrcValue[] values;
    private final Reader reader;
    private final RecordReader rows;
    private final VectorizedRowBatch batch;
    private int next;
    private InternalRow row;

    /** Takes a value out of a vector, at an index where there is one. */
    private interface OrcValue {
        Object at(ColumnVector vector, int index);
    }

    OrcReportReader(ReportFile file, ReadableFile readable, ReportSchema schema, int[] columns) throws IOException {
        this.file = file;
        this.readable = readable;
        this.values = new OrcValue[columns.length];
        this.reader = open();
        try {
            TypeDescription wanted = TypeDescription.createStruct();
            for (int place = 0; place < columns.length; place++) {
                ReportField field = schema.fields().get(columns[place]);
                TypeDescription type = type(field);
                values[place] = value(field, type);
                wanted.addField(field.fileName(), type.clone());
            }
            this.rows = reader.rows(reader.options().schema(wanted).isSchemaEvolutionCaseAware(true));
            this.batch = wanted.createRowBatch();
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private Reader open() throws IOException {
        try {
            return OrcFile.createReader(
                    readable.path(),
                    OrcFile.readerOptions(readable.configuration())
                            .filesystem(readable.fileSystem())
                            // The columns are plain timestamps and hold UTC, whatever zone this JVM is in.
                            .useUTCTimestamp(true));
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private TypeDescription type(ReportField field) throws IOException {
        int index = reader.getSchema().getFieldNames().indexOf(field.fileName());
        if (index < 0) {
            throw file.unreadable("it has no column \"%s\"".formatted(field.fileName()));
        }
        return reader.getSchema().getChildren().get(index);
    }

    private OrcValue value(ReportField field, TypeDescription type) throws IOException {
        boolean fits =
                switch (field.type()) {
                    case STRING -> type.getCategory().isPrimitive();
                    case BOOLEAN -> type.getCategory() == TypeDescription.Category.BOOLEAN;
                    case LONG ->
                        switch (type.getCategory()) {
                            case BYTE, SHORT, INT, LONG -> true;
                            default -> false;
                        };
                    case TIMESTAMP -> isTimestamp(type);
                };
        if (!fits) {
            throw file.unreadable("its column \"%s\" is \"%s\", which is not a %s"
                    .formatted(field.fileName(), type, field.type().orcName()));
        }
        return switch (field.type()) {
            case STRING -> text(type);
            case BOOLEAN -> (vector, index) -> ((LongColumnVector) vector).vector[index] != 0;
            case LONG -> (vector, index) -> ((LongColumnVector) vector).vector[index];
            case TIMESTAMP -> (vector, index) -> micros(vector, index);
        };
    }

    private static boolean isTimestamp(TypeDescription type) {
        return type.getCategory() == TypeDescription.Category.TIMESTAMP
                || type.getCategory() == TypeDescription.Category.TIMESTAMP_INSTANT;
    }

    /** A column that is not known is read as text, whatever its type. */
    private static OrcValue text(TypeDescription type) {
        return switch (type.getCategory()) {
            case STRING, CHAR, VARCHAR ->
                (vector, index) -> {
                    BytesColumnVector bytes = (BytesColumnVector) vector;
                    byte[] copy = new byte[bytes.length[index]];
                    System.arraycopy(bytes.vector[index], bytes.start[index], copy, 0, copy.length);
                    return UTF8String.fromBytes(copy);
                };
            case BOOLEAN ->
                (vector, index) ->
                        UTF8String.fromString(Boolean.toString(((LongColumnVector) vector).vector[index] != 0));
            case TIMESTAMP, TIMESTAMP_INSTANT ->
                (vector, index) -> UTF8String.fromString(
                        Instant.EPOCH.plusNanos(micros(vector, index) * 1000).toString());
            default ->
                (vector, index) -> {
                    StringBuilder text = new StringBuilder();
                    vector.stringifyValue(text, index);
                    return UTF8String.fromString(text.toString());
                };
        };
    }

    private static long micros(ColumnVector vector, int index) {
        TimestampColumnVector timestamps = (TimestampColumnVector) vector;
        // The milliseconds are in both parts.
        return timestamps.time[index] * 1000 + timestamps.nanos[index] / 1000 % 1000;
    }

    @Override
    public boolean next() throws IOException {
        try {
            while (next >= batch.size) {
                if (!rows.nextBatch(batch)) {
                    return false;
                }
                next = 0;
            }
            Object[] read = new Object[values.length];
            for (int place = 0; place < read.length; place++) {
                ColumnVector vector = batch.cols[place];
                int index = vector.isRepeating ? 0 : next;
                read[place] = vector.noNulls || !vector.isNull[index] ? values[place].at(vector, index) : null;
            }
            row = new GenericInternalRow(read);
            next++;
            return true;
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
    }

    private IOException broken(Exception e) {
        return file.unreadable("it is not a sound ORC file: " + e.getMessage(), e);
    }

    @Override
    public InternalRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        try (readable;
                reader) {
            rows.close();
        }
    }
}
