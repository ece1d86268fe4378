package io.stocktake.sync.inventory;

import static java.util.stream.Collectors.toSet;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncForecast;
import io.stocktake.sync.SyncRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a run of a SyncToDestination would bring: it costs the listings that look for the newest reports, and no more. */
public final class InventoryForecast {
    private static final int AT_ONCE = 8;

    private InventoryForecast() {}

    /**
     * The buckets in reach with a report that was not brought yet. Neither the destination nor a report is touched.
     *
     * @param before what earlier runs brought
     * @throws io.stocktake.config.document.InvalidDefinitionException if the inventory configurations cannot be read
     */
    public static SyncForecast of(SyncRequest request, SyncState before) {
        Reach reach = Reach.of(request.sync(), inventories(request), request.stores());
        CaptureDestination destination =
                CaptureDestination.of(request.sync().s3Destination().orElseThrow(), request.stores());
        Set<SyncedBucket> synced = before.synced().stream().collect(toSet());
        List<CapturedResource> pending = new ArrayList<>();
        List<SyncFailure> failures = new ArrayList<>(reach.failures());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (ReportStores stores = new ReportStores()) {
            List<Future<Optional<LatestReport>>> latest = reach.buckets().stream()
                    .map(bucket -> threads.submit(() -> stores.latest(bucket)))
                    .toList();
            for (int i = 0; i < latest.size(); i++) {
                ReachedBucket bucket = reach.buckets().get(i);
                try {
                    latest.get(i)
                            .get()
                            .filter(report -> !synced.contains(bucket.synced(report, destination)))
                            .ifPresent(report -> pending.add(bucket.resource()));
                } catch (ExecutionException failure) {
                    failures.add(bucket.failure(failure.getCause()));
                } catch (InterruptedException interruption) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("Cannot go on with a dry run: interrupted", interruption);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return new SyncForecast(pending, pending, failures);
    }

    private static List<BucketInventory> inventories(SyncRequest request) {
        try {
            return request.definitions().inventories();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
