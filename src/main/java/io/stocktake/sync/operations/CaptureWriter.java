package io.stocktake.sync.operations;

import io.stocktake.run.RunException;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CaptureLocation;
import io.stocktake.sync.CaptureType;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes the captures of buckets, a few buckets at a time. Holds the two captures of each in memory: a capture is one PUT,
 * so that a reader sees the old one or the new one, and a run that is killed leaves nothing half done.
 */
final class CaptureWriter {
    private static final int BUCKETS_AT_ONCE = 4;

    private final RunReader runs;
    private final DestinationBucket destination;
    private final CaptureLocation location;
    private final Instant captureTime;
    private final SyncProgress progress;

    CaptureWriter(
            RunReader runs,
            DestinationBucket destination,
            CaptureLocation location,
            Instant captureTime,
            SyncProgress progress) {
        this.runs = runs;
        this.destination = destination;
        this.location = location;
        this.captureTime = captureTime;
        this.progress = progress;
    }

    /**
     * What came of a bucket.
     *
     * @param rows the records written
     * @param bytes their bytes
     * @param failure why they were not
     * @param unwritable the failure to write, where it was that
     */
    record Outcome(
            PendingBucket bucket,
            long rows,
            long bytes,
            Optional<SyncFailure> failure,
            Optional<StoreException> unwritable) {}

    /** Writes them all; one that fails does not keep the others from being written. */
    List<Outcome> write(List<PendingBucket> buckets) {
        List<Callable<Outcome>> tasks = new ArrayList<>();
        buckets.forEach(bucket -> tasks.add(() -> attempt(bucket)));
        ExecutorService threads = Executors.newFixedThreadPool(BUCKETS_AT_ONCE);
        try {
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : threads.invokeAll(tasks)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot bring the records of runs: the process was interrupted", stopped);
        } catch (ExecutionException defect) {
            throw new IllegalStateException("Cannot bring the records of runs: " + defect.getCause(), defect);
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome attempt(PendingBucket bucket) {
        try {
            return write(bucket);
        } catch (StoreException | RunException unread) {
            return failed(bucket, unread, Optional.empty());
        } finally {
            progress.finish();
        }
    }

    private Outcome write(PendingBucket bucket) {
        CapturedResource resource = bucket.resource();
        CaptureText data = new CaptureText(resource, captureTime);
        CaptureText items = new CaptureText(resource, captureTime);
        bucket.overdue().forEach(overdue -> items.add(OpsItems.of(overdue)));
        runs.read(resource, run -> {
            data.add(OpsData.of(run));
            OpsItems.of(run, bucket.runs()).forEach(items::add);
        });
        try {
            put(CaptureType.OPS_DATA, resource, data);
            put(CaptureType.OPS_ITEM, resource, items);
        } catch (StoreException unwritable) {
            return failed(bucket, unwritable, Optional.of(unwritable));
        }
        return new Outcome(
                bucket,
                data.records() + items.records(),
                data.bytes() + items.bytes(),
                Optional.empty(),
                Optional.empty());
    }

    private void put(CaptureType type, CapturedResource resource, CaptureText capture) {
        destination.put(location.key(type, resource), capture.toString(), CaptureDestination.CONTENT_TYPE);
        progress.write(capture.records());
    }

    private static Outcome failed(PendingBucket bucket, RuntimeException failure, Optional<StoreException> unwritable) {
        CapturedResource resource = bucket.resource();
        String part = "runs of the bucket \"" + resource.bucket() + "\" of "
                + new Scope(resource.accountId(), resource.region());
        return new Outcome(bucket, 0, 0, Optional.of(new SyncFailure(part, failure.getMessage())), unwritable);
    }
}
