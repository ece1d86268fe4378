package io.stocktake.sync;

import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.config.sync.WatchedDefinition;
import java.util.List;

/**
 * What a run of a sync came to.
 *
 * @param unchanged how many buckets had nothing new
 * @param brought the buckets whose captures were written
 * @param failures the parts that failed
 * @param synced every bucket whose capture is there now, those of earlier runs included: what the sync's state keeps
 * @param rows the records of all captures written
 * @param bytes their bytes
 * @param requests sent by this run, repeated ones included
 * @param retries requests that repeated one that had failed
 * @param watched the definitions whose runs the sync expects: what its state keeps
 */
public record SyncResult(
        long unchanged,
        List<SyncedBucket> brought,
        List<SyncFailure> failures,
        List<SyncedBucket> synced,
        long rows,
        long bytes,
        long requests,
        long retries,
        List<WatchedDefinition> watched) {

    public SyncResult {
        brought = List.copyOf(brought);
        failures = List.copyOf(failures);
        synced = List.copyOf(synced);
        watched = List.copyOf(watched);
    }

    /** What a run came to that expects no others. */
    public SyncResult(
            long unchanged,
            List<SyncedBucket> brought,
            List<SyncFailure> failures,
            List<SyncedBucket> synced,
            long rows,
            long bytes,
            long requests,
            long retries) {
        this(unchanged, brought, failures, synced, rows, bytes, requests, retries, List.of());
    }
}
