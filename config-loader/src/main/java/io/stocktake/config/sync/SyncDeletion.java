package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What {@code DeleteResourceDataSync} takes.
 *
 * @param syncName the sync to remove
 * @param syncType the type that the caller takes it for; empty: any
 */
public record SyncDeletion(String syncName, Optional<SyncType> syncType) {

    public SyncDeletion {
        requireNonNull(syncName, "syncName");
        requireNonNull(syncType, "syncType");
    }
}
