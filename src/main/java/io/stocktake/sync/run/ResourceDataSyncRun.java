package io.stocktake.sync.run;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.stores.Store;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncType;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncForecast;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import io.stocktake.sync.inventory.InventoryForecast;
import io.stocktake.sync.inventory.InventorySync;
import io.stocktake.sync.operations.OperationsForecast;
import io.stocktake.sync.operations.OperationsSync;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * One run of one resource data sync, and what is kept of it in the sync's state: that it is in progress, then how it went
 * and which buckets need not be read again.
 */
public final class ResourceDataSyncRun {
    /** More would make a list of syncs unreadable; the run itself tells them all. */
    private static final int FAILURES_IN_A_MESSAGE = 5;

    private ResourceDataSyncRun() {}

    /**
     * Brings what is new. A part that fails (a store that does not answer, a report that cannot be read) is in the
     * result; the others are brought.
     *
     * @throws RuntimeException if nothing could be brought: the destination cannot be written, or another run is at work
     *     there. The state then says so
     */
    public static SyncResult run(SparkSession spark, SyncRequest request, SyncProgress progress) {
        SyncState before = state(request);
        put(request, before.started(request.now()));
        try {
            SyncResult result = request.sync().syncType() == SyncType.SYNC_TO_DESTINATION
                    ? InventorySync.run(spark, request, before, progress)
                    : OperationsSync.run(request, before, progress);
            SyncState during = before.started(request.now()).watching(result.watched());
            put(
                    request,
                    result.failures().isEmpty()
                            ? during.succeeded(Instant.now(), brought(result), result.synced())
                            : during.failed(failed(result), Optional.empty(), result.synced()));
            return result;
        } catch (Exception failure) {
            // Also what Spark throws and no signature names: the state must not stay in progress.
            try {
                put(
                        request,
                        before.started(request.now())
                                .failed(String.valueOf(failure.getMessage()), Optional.empty(), before.synced()));
            } catch (RuntimeException unwritten) {
                failure.addSuppressed(unwritten);
            }
            throw failure;
        }
    }

    /**
     * What a run would bring; nothing is written, the sync's state included.
     *
     * @throws RuntimeException if nobody can tell: the reports cannot be looked for
     */
    public static SyncForecast forecast(SyncRequest request) {
        if (request.sync().syncType() == SyncType.SYNC_TO_DESTINATION) {
            return InventoryForecast.of(request, state(request));
        }
        OperationsForecast forecast = OperationsSync.forecast(request, state(request));
        return new SyncForecast(forecast.changed(), forecast.due(), forecast.failures());
    }

    private static String brought(SyncResult result) {
        return "Brought %d of %d buckets; nothing was new in the others."
                .formatted(result.brought().size(), result.brought().size() + result.unchanged());
    }

    private static String failed(SyncResult result) {
        String told = result.failures().stream()
                .limit(FAILURES_IN_A_MESSAGE)
                .map(SyncFailure::message)
                .collect(joining(" "));
        int untold = result.failures().size() - FAILURES_IN_A_MESSAGE;
        return untold > 0 ? told + " And " + untold + " more." : told;
    }

    /** That of a definition written by hand begins with its first run. */
    private static SyncState state(SyncRequest request) {
        try {
            return request.definitions()
                    .syncs()
                    .state(request.sync().syncName())
                    .orElseGet(() -> SyncState.created(
                            request.now(),
                            request.stores().stores().stream()
                                    .map(Store::region)
                                    .toList()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void put(SyncRequest request, SyncState state) {
        try {
            request.definitions().syncs().putState(request.sync().syncName(), state);
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }
}
