package io.stocktake.inventory.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Parquet as S3 writes it: Snappy, message {@code s3.inventory}, column statistics, no engine's metadata.
 *
 * <p>Rows go straight into the pages of their columns, which costs a fraction of what parquet-hadoop's writer for records
 * of any shape does; the file around the pages, its headers, indexes and footer, is parquet-hadoop's.
 */
final class ParquetReportWriter implements ReportFileWriter {
    /** What a row group may hold in memory: many tasks write at once in one heap. */
    private static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;

    /** Asking every column what it holds costs more than a row. */
    private static final int ROWS_BETWEEN_SIZES = 1_000;

    /** Values that hardly ever repeat. */
    private static final Set<String> WITHOUT_DICTIONARY = Set.of("key", "version_id", "e_tag");

    private final FSDataOutputStream stream;
    private final ParquetFileWriter file;
    private final List<ParquetColumn> columns;
    private long rows;
    private long groupRows;
    private boolean closed;

    ParquetReportWriter(ReportLayout layout, RowFields fields, OutputStream out) throws IOException {
        MessageType schema = MessageTypeParser.parseMessageType(layout.fileSchema());
        this.stream = new FSDataOutputStream(out, null);
        this.columns = columns(schema, fields);
        // Without the cluster's settings: a report does not change with them.
        this.file = new ParquetFileWriter(
                new Target(stream),
                schema,
                ParquetFileWriter.Mode.CREATE,
                ROW_GROUP_BYTES,
                0,
                ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
        file.start();
    }

    private static List<ParquetColumn> columns(MessageType schema, RowFields fields) {
        List<ParquetColumn> columns = new ArrayList<>();
        for (int field = 0; field < fields.count(); field++) {
            ColumnDescriptor descriptor = schema.getColumns().get(field);
            columns.add(
                    switch (fields.type(field)) {
                        case STRING ->
                            new ParquetStrings(
                                    descriptor, fields, field, !WITHOUT_DICTIONARY.contains(fields.name(field)));
                        case BOOLEAN -> new ParquetBooleans(descriptor, fields, field);
                        case LONG, TIMESTAMP -> new ParquetNumbers(descriptor, fields, field);
                    });
        }
        return columns;
    }

    @Override
    public void write(InternalRow row) throws IOException {
        for (ParquetColumn column : columns) {
            column.add(row);
        }
        rows++;
        groupRows++;
        if (groupRows % ROWS_BETWEEN_SIZES == 0 && bufferedBytes() >= ROW_GROUP_BYTES) {
            endRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        if (groupRows == 0) {
            return;
        }
        file.startBlock(groupRows);
        for (ParquetColumn column : columns) {
            column.writeTo(file);
        }
        file.endBlock();
        groupRows = 0;
    }

    private long bufferedBytes() {
        long bytes = 0;
        for (ParquetColumn column : columns) {
            bytes += column.bytes();
        }
        return bytes;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long estimatedBytes() {
        return closed ? stream.getPos() : stream.getPos() + bufferedBytes();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (stream) {
            endRowGroup();
            file.end(Map.of());
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
