package io.stocktake.sync.inventory;

import io.stocktake.config.sync.SyncState;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import org.apache.spark.sql.SparkSession;

/** A run of a SyncToDestination. */
public final class InventorySync {
    private InventorySync() {}

    /** Brings the latest report of every bucket in reach that was not brought yet. */
    @SuppressWarnings("DoNotCallSuggester")
    public static SyncResult run(SparkSession spark, SyncRequest request, SyncState before, SyncProgress progress) {
        throw new UnsupportedOperationException("to be built");
    }
}
