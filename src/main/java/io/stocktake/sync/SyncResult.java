package io.stocktake.sync;

import io.stocktake.config.sync.SyncedBucket;
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
 */
public record SyncResult(
        long unchanged,
        List<SyncedBucket> brought,
        List<SyncFailure> failures,
        List<SyncedBucket> synced,
        long rows,
        long bytes,
        long requests,
        long retries) {

    public SyncResult {
        brought = List.copyOf(brought);
        failures = List.copyOf(failures);
        synced = List.copyOf(synced);
    }
}
