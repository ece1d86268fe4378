package io.stocktake.inventory.file;

import io.stocktake.config.inventory.ReportFormat;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads the rows of one data file, in the file's order. Not thread-safe.
 *
 * <p>Every failure is an IOException that names the file.
 */
public interface ReportFileReader extends Closeable {

    /**
     * Goes on to the next row, and says whether there is one.
     *
     * @throws IOException if the file cannot be read or is not what the manifest says
     */
    boolean next() throws IOException;

    /** The row gone to, which nothing changes afterwards; its values stand in the order of the columns asked for. */
    InternalRow row();

    /**
     * Opens a file. ORC and Parquet files are verified now. A CSV file, which is read from front to back, is verified on
     * the way: {@link #next} gives its rows first and fails at its end.
     *
     * @param schema what the file has
     * @param columns which of the schema's fields to read, by their places in it
     * @param files where the file is
     */
    static ReportFileReader open(
            ReportFile file, ReportSchema schema, int[] columns, Verification verification, ReadableFiles files)
            throws IOException {
        checkSize(file, files);
        if (schema.format() == ReportFormat.CSV) {
            return new CsvReportReader(file, schema, columns, verification, files);
        }
        ReadableFile readable = ReadableFile.open(file, verification, files);
        try {
            return switch (schema.format()) {
                case ORC -> new OrcReportReader(file, readable, schema, columns);
                case PARQUET -> new ParquetReportReader(file, readable, schema, columns);
                case CSV -> throw new IllegalStateException("CSV is read as a stream");
            };
        } catch (IOException | RuntimeException e) {
            readable.close();
            throw e;
        }
    }

    private static void checkSize(ReportFile file, ReadableFiles files) throws IOException {
        long size;
        try {
            size = files.size(file.location());
        } catch (FileNotFoundException e) {
            throw file.unreadable("it does not exist", e);
        } catch (IOException e) {
            throw file.unreadable(e.getMessage(), e);
        }
        file.verifySize(size);
    }
}
