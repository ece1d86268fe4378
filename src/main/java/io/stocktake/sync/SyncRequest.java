package io.stocktake.sync;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One run of one sync.
 *
 * @param sync what to bring where
 * @param definitions the directory that the sync is of; the sync's state is kept there
 * @param stores of that directory
 * @param now the time of every capture of this run
 * @param staleAfter how old the record of a run that was killed is; empty: ten of its heartbeats
 */
public record SyncRequest(
        ResourceDataSync sync,
        DefinitionDirectory definitions,
        Stores stores,
        Instant now,
        Optional<Duration> staleAfter) {

    public SyncRequest {
        requireNonNull(sync, "sync");
        requireNonNull(definitions, "definitions");
        requireNonNull(stores, "stores");
        requireNonNull(now, "now");
        requireNonNull(staleAfter, "staleAfter");
    }
}
