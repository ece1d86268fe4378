package io.stocktake.inventory.delivery;

import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.staging.StagedUpload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes the rows of one task into data files of its own and stages them. A task without rows stages nothing. Not
 * thread-safe.
 */
final class InventoryDataWriter implements DataWriter<InternalRow> {
    private final InventoryDelivery delivery;
    private final DestinationBucket bucket;
    private final ReportLayout layout;
    private final int[] ordinals;
    private final int keyOrdinal;

    private final List<StagedFile> finished = new ArrayList<>();
    /** Every upload of this task that is not the driver's yet, by key. */
    private final Map<String, StagedUpload> uploads = new LinkedHashMap<>();

    private Optional<DataFile> current = Optional.empty();
    private long rows;

    InventoryDataWriter(
            InventoryDelivery delivery, DestinationBucket bucket, ReportLayout layout, int[] ordinals, int keyOrdinal) {
        this.delivery = delivery;
        this.bucket = bucket;
        this.layout = layout;
        this.ordinals = ordinals;
        this.keyOrdinal = keyOrdinal;
    }

    @Override
    public void write(InternalRow row) throws IOException {
        if (row.isNullAt(keyOrdinal)) {
            throw new IllegalArgumentException("Cannot write a row of a report: its key is missing");
        }
        // The row is Spark's and is filled anew with the next.
        UTF8String key = row.getUTF8String(keyOrdinal);
        if (current.isEmpty()) {
            begin(key.copy());
        }
        DataFile file = current.get();
        int order = key.binaryCompare(file.lastKey());
        if (order < 0) {
            throw new IllegalStateException("Cannot write a report: its rows are not sorted, the key \"" + key
                    + "\" came after \"" + file.lastKey() + "\"");
        }
        if (order > 0 && file.isFull()) {
            finish(file);
            file = begin(key.copy());
        } else if (order > 0) {
            file.nextKey(key.copy());
        }
        file.write(row);
        rows++;
    }

    /** Finishes the last file too: Spark asks for the metrics after this, and not after the commit. */
    @Override
    public void writeAll(Iterator<InternalRow> all) throws IOException {
        while (all.hasNext()) {
            write(all.next());
        }
        finishLast();
    }

    @Override
    public WriterCommitMessage commit() throws IOException {
        finishLast();
        uploads.clear();
        return new StagedFiles(List.copyOf(finished));
    }

    /** Aborts this task's uploads. One that fails is left to the driver, which aborts all of the run. */
    @Override
    public void abort() {
        RuntimeException failure = null;
        for (StagedUpload upload : uploads.values()) {
            try {
                upload.abort();
            } catch (RuntimeException next) {
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        uploads.clear();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        bucket.close();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        long bytes = finished.stream().mapToLong(file -> file.file().size()).sum()
                + current.map(DataFile::uploadedBytes).orElse(0L);
        return new CustomTaskMetric[] {
            DeliveryMetric.value(DeliveryMetric.Rows.NAME, rows),
            DeliveryMetric.value(DeliveryMetric.Files.NAME, finished.size()),
            DeliveryMetric.value(DeliveryMetric.Bytes.NAME, bytes),
            DeliveryMetric.value(DeliveryMetric.Requests.NAME, bucket.requests().requests())
        };
    }

    private DataFile begin(UTF8String firstKey) throws IOException {
        String key = delivery.location().dataFile(delivery.run().newFile().toString(), delivery.format());
        StagedUpload upload = new StagedUpload(bucket, key, ContentTypes.of(delivery.format()));
        uploads.put(key, upload);
        DataFile file = new DataFile(upload, layout, ordinals, delivery.fileLimits(), firstKey);
        current = Optional.of(file);
        return file;
    }

    private void finishLast() throws IOException {
        if (current.isPresent()) {
            finish(current.get());
        }
    }

    private void finish(DataFile file) throws IOException {
        finished.add(file.finish());
        current = Optional.empty();
    }
}
