package io.stocktake.inventory.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.impl.MemoryManagerImpl;
import org.apache.orc.impl.PhysicalFsWriter;
import org.apache.orc.impl.writer.WriterEncryptionVariant;
import org.apache.spark.sql.catalyst.InternalRow;

/** ORC as S3 writes it: ZLIB, a row index every 10,000 rows, timestamps that hold UTC, no user metadata. */
final class OrcReportWriter implements ReportFileWriter {
    /** What a stripe may hold in memory: many tasks write at once in one heap. */
    private static final long STRIPE_BYTES = 8L * 1024 * 1024;

    private static final int ROW_INDEX_STRIDE = 10_000;
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /** Values that hardly ever repeat: building a dictionary of them costs more time than anything else here. */
    private static final String WITHOUT_DICTIONARY = "key,version_id,e_tag";

    private final RowFields fields;
    private final FSDataOutputStream stream;
    private final Writer writer;
    private final VectorizedRowBatch batch;
    private long rows;
    private long bufferedBytes;
    private boolean closed;

    OrcReportWriter(ReportLayout layout, RowFields fields, OutputStream out) throws IOException {
        this.fields = fields;
        this.stream = new FSDataOutputStream(out, null);
        TypeDescription schema = TypeDescription.fromString(layout.fileSchema());
        // Without the cluster's settings: a report does not change with them.
        OrcFile.WriterOptions options = OrcFile.writerOptions(new Configuration(false))
                .setSchema(schema)
                .compress(CompressionKind.ZLIB)
                .stripeSize(STRIPE_BYTES)
                .rowIndexStride(ROW_INDEX_STRIDE)
                .blockPadding(false)
                .directEncodingColumns(WITHOUT_DICTIONARY)
                .useUTCTimestamp(true)
                // The default shrinks stripes by what other writers of its thread once promised to use.
                .memory(new MemoryManagerImpl(STRIPE_BYTES));
        options.physicalWriter(new PhysicalFsWriter(stream, options, new WriterEncryptionVariant[0]));
        // The path is only a name for the memory manager; nothing is opened there.
        this.writer = OrcFile.createWriter(new Path("file:///" + UUID.randomUUID()), options);
        this.batch = schema.createRowBatch();
        for (ColumnVector column : batch.cols) {
            if (column instanceof TimestampColumnVector timestamps) {
                timestamps.setIsUTC(true);
            }
        }
    }

    @Override
    public void write(InternalRow row) throws IOException {
        int index = batch.size;
        for (int field = 0; field < fields.count(); field++) {
            set(batch.cols[field], index, row, field);
        }
        batch.size = index + 1;
        rows++;
        if (batch.size == batch.getMaxSize()) {
            flushBatch();
        }
    }

    private void set(ColumnVector column, int index, InternalRow row, int field) {
        if (fields.isNull(row, field)) {
            column.noNulls = false;
            column.isNull[index] = true;
            return;
        }
        switch (fields.type(field)) {
            case STRING -> {
                byte[] bytes = fields.bytes(row, field);
                ((BytesColumnVector) column).setRef(index, bytes, 0, bytes.length);
            }
            case BOOLEAN -> ((LongColumnVector) column).vector[index] = fields.bool(row, field) ? 1 : 0;
            case LONG -> ((LongColumnVector) column).vector[index] = fields.number(row, field);
            case TIMESTAMP -> {
                TimestampColumnVector timestamps = (TimestampColumnVector) column;
                long millis = fields.millis(row, field);
                timestamps.time[index] = millis;
                timestamps.nanos[index] = Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI;
            }
        }
    }

    private void flushBatch() throws IOException {
        writer.addRowBatch(batch);
        batch.reset();
        bufferedBytes = writer.estimateMemory();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long estimatedBytes() {
        return stream.getPos() + bufferedBytes;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (stream) {
            if (batch.size > 0) {
                flushBatch();
            }
            writer.close();
            bufferedBytes = 0;
        }
    }
}
