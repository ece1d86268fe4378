package io.stocktake.sync.inventory;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.UploadedPart;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CaptureType;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkContext;

/**
 * Replaces the capture of a bucket's objects: tasks fill the parts of one upload, and what they have left over, each less
 * than a part, the driver puts into the last ones. A reader sees the old capture until the upload is completed, then the
 * new one.
 */
final class ObjectsCapture {
    private final LiveSync live;
    private final RequestTally requests;
    private final SyncProgress progress;
    private final PartNumbers.Limits limits;

    ObjectsCapture(LiveSync live, RequestTally requests, SyncProgress progress, PartNumbers.Limits limits) {
        this.live = live;
        this.requests = requests;
        this.progress = progress;
        this.limits = limits;
    }

    /** Writes the rows as the capture of this bucket. Where that fails, the old capture stays and no upload is left. */
    CapturedObjects write(SparkContext spark, ReportRows rows, CapturedResource resource, Instant time) {
        DestinationBucket bucket = live.bucket();
        String key = live.destination().captures().key(CaptureType.S3_OBJECT, resource);
        if (rows.tasks() == 0) {
            return empty(bucket, key, rows);
        }
        String uploadId = bucket.uploads().create(key, CaptureDestination.CONTENT_TYPE);
        try {
            PartNumbers numbers = new PartNumbers(rows.tasks(), limits);
            ObjectsTask task =
                    new ObjectsTask(live.destination(), resource, time, rows.columns(), key, uploadId, numbers);
            Merging merging = new Merging(rows, new PartUpload(bucket, key, uploadId, numbers.ofRemainders()));
            new CaptureJob(spark, "Capture of the objects of " + resource.bucket())
                    .run(rows.rows(), task, merging::add);
            requests.add(rows.requests(), 0);
            return complete(bucket, key, uploadId, merging, rows);
        } catch (RuntimeException | Error failure) {
            try {
                bucket.uploads().abort(key, uploadId);
            } catch (RuntimeException aborting) {
                failure.addSuppressed(aborting);
            }
            throw failure;
        }
    }

    private CapturedObjects complete(
            DestinationBucket bucket, String key, String uploadId, Merging merging, ReportRows rows) {
        merging.remainders.finish();
        List<UploadedPart> parts = merging.parts();
        if (parts.isEmpty()) {
            // An upload has to have a part.
            bucket.uploads().abort(key, uploadId);
            return empty(bucket, key, rows);
        }
        live.requireAlive();
        bucket.uploads().complete(key, uploadId, parts, merging.bytes());
        return new CapturedObjects(merging.figures, merging.rows, merging.bytes());
    }

    private CapturedObjects empty(DestinationBucket bucket, String key, ReportRows rows) {
        live.requireAlive();
        bucket.put(key, "", CaptureDestination.CONTENT_TYPE);
        return new CapturedObjects(new BucketFigures(rows.columns()), 0, 0);
    }

    /** The answers of tasks, put together as they come. */
    private final class Merging {
        private final BucketFigures figures;
        private final PartUpload remainders;
        private final List<UploadedPart> ofTasks = new ArrayList<>();
        private long bytesOfTasks;
        private long rows;

        private Merging(ReportRows rows, PartUpload remainders) {
            this.figures = new BucketFigures(rows.columns());
            this.remainders = remainders;
        }

        private void add(TaskAnswer answer) {
            requests.add(answer.requests(), answer.retries());
            if (answer.end() == TaskAnswer.End.TOO_MANY_PARTS) {
                throw new CaptureTooLargeException(limits);
            }
            progress.write(answer.rows());
            figures.add(answer.figures());
            ofTasks.addAll(answer.parts());
            bytesOfTasks += answer.bytes();
            rows += answer.rows();
            answer.remainder().writeTo(remainders);
            remainders.cut();
        }

        private List<UploadedPart> parts() {
            List<UploadedPart> parts = new ArrayList<>(ofTasks);
            parts.addAll(remainders.parts());
            parts.sort(Comparator.comparingInt(UploadedPart::number));
            return parts;
        }

        private long bytes() {
            return bytesOfTasks + remainders.size();
        }
    }
}
