package io.stocktake.sync.inventory;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.s3.RequestCounter;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/**
 * A run of a SyncToDestination: the latest report of every bucket in reach becomes two captures, one of its objects and
 * one of the bucket.
 */
public final class InventorySync {
    private final SparkSession spark;
    private final SyncRequest request;
    private final SyncProgress progress;
    private final PartNumbers.Limits limits;
    private final RequestTally requests = new RequestTally();
    private final Map<CapturedResource, SyncedBucket> synced = new TreeMap<>(Reach.ORDER);
    private final List<SyncedBucket> brought = new ArrayList<>();
    private final List<SyncFailure> failures = new ArrayList<>();
    private long unchanged;
    private long rows;
    private long bytes;

    private InventorySync(
            SparkSession spark,
            SyncRequest request,
            SyncState before,
            SyncProgress progress,
            PartNumbers.Limits limits) {
        this.spark = spark;
        this.request = request;
        this.progress = progress;
        this.limits = limits;
        before.synced()
                .forEach(bucket ->
                        synced.put(new CapturedResource(bucket.accountId(), bucket.region(), bucket.bucket()), bucket));
    }

    /**
     * Brings the latest report of every bucket in reach that was not brought yet. A bucket that fails is in the result, and
     * its captures stay what they were; one without a complete report is left out.
     *
     * @param before what earlier runs brought
     * @throws java.util.NoSuchElementException if another run is at work at the destination
     * @throws io.stocktake.s3.StoreException if the destination cannot be used
     * @throws io.stocktake.config.document.InvalidDefinitionException if the inventory configurations cannot be read
     */
    public static SyncResult run(SparkSession spark, SyncRequest request, SyncState before, SyncProgress progress) {
        return run(spark, request, before, progress, PartNumbers.Limits.OF_S3);
    }

    static SyncResult run(
            SparkSession spark,
            SyncRequest request,
            SyncState before,
            SyncProgress progress,
            PartNumbers.Limits limits) {
        return new InventorySync(spark, request, before, progress, limits).run();
    }

    private SyncResult run() {
        Reach reach = Reach.of(request.sync(), inventories(), request.stores());
        failures.addAll(reach.failures());
        RequestCounter atDestination;
        try (LiveSync live = LiveSync.begin(request);
                ReportStores stores = new ReportStores();
                SyncThreads threads = new SyncThreads(spark)) {
            atDestination = live.bucket().requests();
            List<Change> changes = changes(reach, live, stores, threads);
            progress.reach(changes.size());
            bring(changes, live, stores, threads);
            stores.count(requests);
        }
        requests.add(atDestination);
        return new SyncResult(
                unchanged,
                brought,
                failures,
                List.copyOf(synced.values()),
                rows,
                bytes,
                requests.requests(),
                requests.retries());
    }

    private List<BucketInventory> inventories() {
        try {
            return request.definitions().inventories();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The buckets with a report that was not brought yet. */
    private List<Change> changes(Reach reach, LiveSync live, ReportStores stores, SyncThreads threads) {
        List<Change> changes = new ArrayList<>();
        threads.forEach(
                reach.buckets(),
                stores::latest,
                (bucket, latest) -> latest.ifPresent(report -> {
                    SyncedBucket now = bucket.synced(report, live.destination());
                    if (now.equals(synced.get(bucket.resource()))) {
                        unchanged++;
                    } else {
                        changes.add(new Change(bucket, report, now));
                    }
                }),
                (bucket, failure) -> failures.add(bucket.failure(failure)));
        return changes;
    }

    private void bring(List<Change> changes, LiveSync live, ReportStores stores, SyncThreads threads) {
        BucketSync sync = new BucketSync(
                spark, live, stores, new ObjectsCapture(live, requests, progress, limits), request.now());
        threads.forEach(
                changes,
                change -> {
                    try {
                        CapturedObjects captured = sync.bring(change.bucket(), change.report());
                        progress.write(1);
                        return captured;
                    } finally {
                        progress.finish();
                    }
                },
                (change, captured) -> {
                    brought.add(change.synced());
                    synced.put(change.bucket().resource(), change.synced());
                    rows += captured.rows();
                    bytes += captured.bytes();
                },
                (change, failure) -> failures.add(change.bucket().failure(failure)));
    }

    /**
     * A bucket with something new.
     *
     * @param synced what the state says once it is brought
     */
    private record Change(ReachedBucket bucket, LatestReport report, SyncedBucket synced) {}
}
