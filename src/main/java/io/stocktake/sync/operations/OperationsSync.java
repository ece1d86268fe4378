package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncState;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;

/** A run of a SyncFromSource. */
public final class OperationsSync {
    private OperationsSync() {}

    /** Brings the runs of every bucket that the sync selects, where there are new ones. */
    @SuppressWarnings("DoNotCallSuggester")
    public static SyncResult run(SyncRequest request, SyncState before, SyncProgress progress) {
        throw new UnsupportedOperationException("to be built");
    }
}
