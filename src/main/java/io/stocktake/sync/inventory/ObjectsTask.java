package io.stocktake.sync.inventory;

import io.stocktake.listing.ObjectColumn;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestCounter;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CaptureLines;
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
            try {
                long count = write(rows, upload, figures);
                return answer(TaskAnswer.End.COMPLETE, upload, upload.remainder(), figures, count, bucket.requests());
            } catch (PartUpload.TooManyPartsException full) {
                return answer(TaskAnswer.End.TOO_MANY_PARTS, upload, Remainder.NONE, figures, 0, bucket.requests());
            }
        } catch (IOException unreadable) {
            // Nothing but the report's reader throws one, and says all there is to say.
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
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
            upload.cut();
            count++;
        }
        return count;
    }

    private static TaskAnswer answer(
            TaskAnswer.End end,
            PartUpload upload,
            Remainder remainder,
            BucketFigures figures,
            long rows,
            RequestCounter requests) {
        return new TaskAnswer(
                end, upload.parts(), upload.size(), remainder, figures, rows, requests.requests(), requests.retries());
    }
}
