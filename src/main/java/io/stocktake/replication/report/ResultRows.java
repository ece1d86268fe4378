package io.stocktake.replication.report;

import io.stocktake.inventory.file.KeyEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;

/**
 * The rows of {@code Report_CSV_20180820}: no header, values quoted where they have to be, a line feed after every row, keys
 * percent-encoded. One row is one line, whatever is in it, so that tools that know lines only can count and filter. Not
 * thread-safe.
 */
final class ResultRows {
    private static final CSVFormat FORMAT = CSVFormat.Builder.create()
            .setDelimiter(',')
            .setQuote('"')
            .setQuoteMode(QuoteMode.MINIMAL)
            .setRecordSeparator('\n')
            .get();

    /** Line breaks, of Unicode too, tabs and what else does not print. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

    private final StringBuilder row = new StringBuilder();
    private final CSVPrinter printer;

    ResultRows() {
        try {
            printer = new CSVPrinter(row, FORMAT);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The row of a task in UTF-8, line feed included. Columns stand as {@link CompletionReportManifest#SCHEMA} says. */
    byte[] row(CompletedTask task) {
        row.setLength(0);
        try {
            printer.printRecord(
                    task.bucket(),
                    KeyEncoding.encodeForEveryDecoder(task.key().getBytes(StandardCharsets.UTF_8)),
                    task.versionId().orElse(""),
                    task.status().awsName(),
                    task.errorCode().orElse(""),
                    task.httpStatus().isPresent()
                            ? Integer.toString(task.httpStatus().getAsInt())
                            : "",
                    BREAKS.matcher(task.message()).replaceAll(" ").strip());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return row.toString().getBytes(StandardCharsets.UTF_8);
    }
}
