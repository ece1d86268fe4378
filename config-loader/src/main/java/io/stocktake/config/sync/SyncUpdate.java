package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

/**
 * What {@code UpdateResourceDataSync} takes: another source for a SyncFromSource.
 *
 * @param syncName the sync to change
 * @param syncSource its new source, as a whole
 */
public record SyncUpdate(String syncName, SyncSource syncSource) {

    public SyncUpdate {
        requireNonNull(syncName, "syncName");
        requireNonNull(syncSource, "syncSource");
    }
}
