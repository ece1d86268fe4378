package io.stocktake.sync.inventory;

import io.stocktake.listing.ObjectColumn;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.sync.CapturedResource;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** Writes some rows of a report into the upload of their capture. Runs on executors. */
final class ObjectsTask extends AbstractFunction2<TaskContext, Iterator<InternalRow>, TaskAnswer>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final CaptureDestination destination;
    private final CapturedResource resource;
    private final Instant time;
    private final List<ObjectColumn> columns;
    private final String key;
    private final String uploadId;
    private final PartNumbers numbers;

    ObjectsTask(
            CaptureDestination destination,
            CapturedResource resource,
            Instant time,
            List<ObjectColumn> columns,
            String key,
            String uploadId,
            PartNumbers numbers) {
        this.destination = destination;
        this.resource = resource;
        this.time = time;
        this.columns = List.copyOf(columns);
        this.key = key;
        this.uploadId = uploadId;
        this.numbers = numbers;
    }

    @Override
    public TaskAnswer apply(TaskContext context, Iterator<InternalRow> rows) {
        try (DestinationBucket bucket = destination.open()) {
            PartUpload upload = new PartUpload(bucket, key, uploadId, numbers.ofTask(context.partitionId()));
            BucketFigures figures = new BucketFigures(columns);
            TaskAnswer.End end = TaskAnswer.End.COMPLETE;
            long count = 0;
            try {
                count = write(rows, upload, figures);
            } catch (PartUpload.TooManyPartsException full) {
                end = TaskAnswer.End.TOO_MANY_PARTS;
            }
            return new TaskAnswer(
                    end,
                    upload.parts(),
                    upload.size(),
                    upload.remainder(),
                    figures,
                    count,
                    bucket.requests().requests(),
                    bucket.requests().retries());
        } catch (IOException impossible) {
            throw new UncheckedIOException("Cannot write a capture: " + impossible.getMessage(), impossible);
        }
    }

    private long write(Iterator<InternalRow> rows, PartUpload upload, BucketFigures figures) throws IOException {
        CaptureLines lines = new CaptureLines(upload, resource, time);
        ObjectRecords records = new ObjectRecords(columns, lines);
        long count = 0;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            records.write(row);
            figures.add(row);
            count++;
        }
        lines.finish();
        return count;
    }
}
