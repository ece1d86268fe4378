package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A sync in a list.
 *
 * @param sync its definition
 * @param state what its runs did; empty for a definition that was written by hand and has not been run
 */
public record SyncListItem(ResourceDataSync sync, Optional<SyncState> state) {

    public SyncListItem {
        requireNonNull(sync, "sync");
        requireNonNull(state, "state");
    }
}
