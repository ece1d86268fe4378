package io.stocktake.inventory.file;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;

/** Parquet as S3 writes it: Snappy, message {@code s3.inventory}, column statistics, no engine's metadata. */
final class ParquetReportWriter implements ReportFileWriter {
    /** What a row group may hold in memory: many tasks write at once in one heap. */
    private static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;

    private static final int PAGE_BYTES = 256 * 1024;
    private static final int DICTIONARY_BYTES = 256 * 1024;

    private final FSDataOutputStream stream;
    private final ParquetWriter<InternalRow> writer;
    private long rows;
    private boolean closed;

    ParquetReportWriter(ReportLayout layout, RowFields fields, OutputStream out) throws IOException {
        this.stream = new FSDataOutputStream(out, null);
        this.writer = new Builder(new Target(stream), new RowWriteSupport(layout, fields))
                // Without the cluster's settings: a report does not change with them.
                .withConf(new Configuration(false))
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                // Values that hardly ever repeat: a dictionary of them is built only to be thrown away.
                .withDictionaryEncoding("key", false)
                .withDictionaryEncoding("version_id", false)
                .withDictionaryEncoding("e_tag", false)
                .build();
    }

    @Override
    public void write(InternalRow row) throws IOException {
        writer.write(row);
        rows++;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long estimatedBytes() {
        return closed ? stream.getPos() : writer.getDataSize();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (stream) {
            writer.close();
        }
    }

    private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {
        private final RowWriteSupport support;

        Builder(OutputFile file, RowWriteSupport support) {
            super(file);
            this.support = support;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // Abstract, though deprecated.
        protected WriteSupport<InternalRow> getWriteSupport(Configuration configuration) {
            return support;
        }
    }

    /** The one stream as the file that parquet-hadoop asks for. */
    private record Target(FSDataOutputStream stream) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return stream.getPos();
                }

                @Override
                public void write(int octet) throws IOException {
                    stream.write(octet);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    stream.write(bytes, offset, length);
                }

                @Override
                public void flush() throws IOException {
                    stream.flush();
                }

                @Override
                public void close() throws IOException {
                    stream.close();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
