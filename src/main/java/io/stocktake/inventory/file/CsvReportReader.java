package io.stocktake.inventory.file;

import io.stocktake.s3.Microseconds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads CSV as S3 writes it. An empty value is an absent one, but for the bucket and the key; the key is decoded.
 *
 * <p>The MD5 is taken of the compressed bytes as they pass, so that the file is read once and nothing is kept.
 */
final class CsvReportReader implements ReportFileReader {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String KEY = "key";
    private static final CSVFormat FORMAT = CSVFormat.Builder.create()
            .setDelimiter(',')
            .setQuote('"')
            .setIgnoreEmptyLines(false)
            .get();

    private final ReportFile file;
    private final Verification verification;
    private final List<ReportField> fields;
    private final int[] columns;
    private final Md5InputStream bytes;
    private CSVParser parser;
    private Iterator<CSVRecord> records;
    private InternalRow row;

    CsvReportReader(ReportFile file, ReportSchema schema, int[] columns, Verification verification, ReadableFiles files)
            throws IOException {
        this.file = file;
        this.verification = verification;
        this.fields = schema.fields();
        this.columns = columns.clone();
        try {
            this.bytes = new Md5InputStream(files.open(file.location()));
        } catch (IOException e) {
            throw file.unreadable(e.getMessage(), e);
        }
    }

    @Override
    public boolean next() throws IOException {
        try {
            if (parser == null) {
                parser = parser(bytes);
                records = parser.iterator();
            }
            if (records.hasNext()) {
                row = row(records.next());
                return true;
            }
        } catch (IOException | UncheckedIOException | IllegalStateException | MalformedRowException e) {
            if (bytes.failure().isPresent()) {
                throw file.unreadable(bytes.failure().get().getMessage(), e);
            }
            // An altered file can fail in any way: what differs from the manifest is the better answer.
            verify();
            throw file.unreadable(reason(e), e);
        }
        verify();
        return false;
    }

    private static CSVParser parser(Md5InputStream bytes) throws IOException {
        return CSVParser.builder()
                .setReader(new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(bytes, BUFFER_BYTES),
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)),
                        BUFFER_BYTES))
                .setFormat(FORMAT)
                .get();
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : e;
        return e instanceof MalformedRowException
                ? e.getMessage()
                : "it is not a CSV file in gzip: " + (cause.getMessage() == null ? cause : cause.getMessage());
    }

    private void verify() throws IOException {
        if (bytes.failure().isPresent()) {
            // The JDK's gzip takes a failure after a member for the end of the last one.
            throw file.unreadable(
                    bytes.failure().get().getMessage(), bytes.failure().get());
        }
        try {
            bytes.drain();
        } catch (IOException e) {
            throw file.unreadable(e.getMessage(), e);
        }
        switch (verification) {
            case SIZE -> file.verifySize(bytes.count());
            case SIZE_AND_MD5 -> file.verify(bytes.count(), bytes.md5());
        }
    }

    private InternalRow row(CSVRecord record) {
        if (record.size() != fields.size()) {
            throw new MalformedRowException("its row %d has %d columns, its manifest says %d"
                    .formatted(record.getRecordNumber(), record.size(), fields.size()));
        }
        Object[] values = new Object[columns.length];
        for (int column = 0; column < columns.length; column++) {
            values[column] = value(record, columns[column]);
        }
        return new GenericInternalRow(values);
    }

    private Object value(CSVRecord record, int index) {
        ReportField field = fields.get(index);
        String value = record.get(index);
        if (value.isEmpty() && !field.required()) {
            return null;
        }
        return switch (field.type()) {
            case STRING ->
                field.name().equals(KEY)
                        ? KeyEncoding.decode(value)
                                .map(UTF8String::fromBytes)
                                .orElseThrow(() -> malformed(record, field, value, "a URL-encoded key"))
                        : UTF8String.fromString(value);
            case BOOLEAN ->
                switch (value.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw malformed(record, field, value, "true or false");
                };
            case LONG -> number(record, field, value);
            case TIMESTAMP -> micros(record, field, value);
        };
    }

    private static long number(CSVRecord record, ReportField field, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw malformed(record, field, value, "a whole number");
        }
    }

    private static long micros(CSVRecord record, ReportField field, String value) {
        try {
            return Microseconds.of(Instant.parse(value));
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed(record, field, value, "a time such as 2024-05-06T22:37:48.000Z");
        }
    }

    private static MalformedRowException malformed(CSVRecord record, ReportField field, String value, String expected) {
        return new MalformedRowException("its row %d has \"%s\" as its %s, not %s"
                .formatted(record.getRecordNumber(), value, field.fileName(), expected));
    }

    @Override
    public InternalRow row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** A row that is CSV but not what the manifest promises; its message says what is wrong with it. */
    private static final class MalformedRowException extends RuntimeException {
        MalformedRowException(String message) {
            super(message);
        }
    }
}
