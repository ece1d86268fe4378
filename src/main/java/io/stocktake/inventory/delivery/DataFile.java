package io.stocktake.inventory.delivery;

import io.stocktake.inventory.file.ReportFileWriter;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.s3.staging.StagedUpload;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** The data file that a task is writing. Not thread-safe. */
final class DataFile {
    /** Asking a writer how many bytes it holds costs more than a row. */
    private static final long ROWS_BETWEEN_SIZES = 1_000;

    private final StagedUpload upload;
    private final ReportFileWriter writer;
    private final FileLimits limits;
    private final CutSampler cuts = new CutSampler();
    private final UTF8String firstKey;
    private UTF8String lastKey;
    private long sizeKnownAt;
    private boolean isFull;

    DataFile(StagedUpload upload, ReportLayout layout, int[] ordinals, FileLimits limits, UTF8String firstKey)
            throws IOException {
        this.upload = upload;
        this.writer = ReportFileWriter.open(layout, ordinals, upload);
        this.limits = limits;
        this.firstKey = firstKey;
        this.lastKey = firstKey;
    }

    /** The key of the last row. */
    UTF8String lastKey() {
        return lastKey;
    }

    /** Takes note that the rows to come have the next key, which is kept. */
    void nextKey(UTF8String key) {
        cuts.end(lastKey);
        lastKey = key;
    }

    /** Adds a row of the last key. */
    void write(InternalRow row) throws IOException {
        writer.write(row);
        cuts.row();
    }

    /** Whether the next key should begin the next file. */
    boolean isFull() {
        long rows = writer.rows();
        if (rows - sizeKnownAt >= ROWS_BETWEEN_SIZES) {
            sizeKnownAt = rows;
            isFull = writer.estimatedBytes() >= limits.bytes();
        }
        return isFull || rows >= limits.rows();
    }

    /** The bytes that the store has of it. */
    long uploadedBytes() {
        return upload.size();
    }

    /** Uploads what is left. */
    StagedFile finish() throws IOException {
        writer.close();
        return new StagedFile(upload.finish(), writer.rows(), firstKey, lastKey, cuts.finish(lastKey));
    }
}
