package io.stocktake.inventory.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Writes one data file of a report, front to back, without ever holding the whole of it.
 *
 * <p>Rows are written in the order in which they come. A timestamp is cut to whole milliseconds. What holds only memory
 * is all that a writer owns besides its stream: one that is dropped without {@link #close} leaves an unfinished file and
 * nothing else. Not thread-safe.
 */
public interface ReportFileWriter extends Closeable {

    /**
     * Adds a row.
     *
     * @throws IOException if the stream fails
     * @throws IllegalArgumentException if the row has no bucket or no key
     */
    void write(InternalRow row) throws IOException;

    /** The rows written so far. */
    long rows();

    /**
     * Roughly the bytes that the file would have if it were closed now: what the stream has got, and an estimate of what
     * is still held back. Never less than what the stream has got.
     */
    long estimatedBytes();

    /** Finishes the file, footer included, and closes its stream. A second call does nothing. */
    @Override
    void close() throws IOException;

    /**
     * Begins a file.
     *
     * @param layout the file's format and columns
     * @param ordinals where in a row each column of the layout stands, in the layout's order
     * @param out gets the file's bytes; closed with the writer, and at once if this fails
     */
    static ReportFileWriter open(ReportLayout layout, int[] ordinals, OutputStream out) throws IOException {
        try {
            RowFields fields = new RowFields(layout.columns(), ordinals);
            return switch (layout.format()) {
                case CSV -> new CsvReportWriter(fields, out);
                case ORC -> new OrcReportWriter(layout, fields, out);
                case PARQUET -> new ParquetReportWriter(layout, fields, out);
            };
        } catch (IOException | RuntimeException e) {
            try {
                out.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }
}
