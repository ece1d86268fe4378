package io.stocktake.inventory.file;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * CSV as S3 writes it: gzip, UTF-8, no header, every value in double quotes and an absent one {@code ""}, a line feed
 * after every row, keys URL-encoded.
 */
final class CsvReportWriter implements ReportFileWriter {
    static final CSVFormat FORMAT = CSVFormat.Builder.create()
            .setDelimiter(',')
            .setQuote('"')
            .setQuoteMode(QuoteMode.ALL)
            .setRecordSeparator('\n')
            .get();

    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int KEY_FIELD = 1;

    private final RowFields fields;
    private final FSDataOutputStream compressed;
    private final CSVPrinter printer;
    private long rows;

    CsvReportWriter(RowFields fields, OutputStream out) throws IOException {
        this.fields = fields;
        this.compressed = new FSDataOutputStream(out, null);
        this.printer = new CSVPrinter(
                new BufferedWriter(new OutputStreamWriter(new Gzip(compressed), StandardCharsets.UTF_8), BUFFER_BYTES),
                FORMAT);
    }

    @Override
    public void write(InternalRow row) throws IOException {
        for (int field = 0; field < fields.count(); field++) {
            printer.print(fields.isNull(row, field) ? "" : value(row, field));
        }
        printer.println();
        rows++;
    }

    private String value(InternalRow row, int field) {
        return switch (fields.type(field)) {
            case STRING ->
                field == KEY_FIELD ? KeyEncoding.encode(fields.bytes(row, field)) : fields.string(row, field);
            case BOOLEAN -> Boolean.toString(fields.bool(row, field));
            case LONG -> Long.toString(fields.number(row, field));
            case TIMESTAMP -> TIMESTAMP.format(Instant.ofEpochMilli(fields.millis(row, field)));
        };
    }

    @Override
    public long rows() {
        return rows;
    }

    /** What the compressor holds back is less than its buffers. */
    @Override
    public long estimatedBytes() {
        return compressed.getPos();
    }

    @Override
    public void close() throws IOException {
        printer.close();
    }

    /** The JDK's gzip header carries no time and no name: the same rows give the same bytes, and the same MD5. */
    private static final class Gzip extends GZIPOutputStream {
        /** Half the time of the default level for 7% more bytes, measured on rows of seven columns. */
        private static final int LEVEL = 3;

        Gzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(LEVEL);
        }
    }
}
