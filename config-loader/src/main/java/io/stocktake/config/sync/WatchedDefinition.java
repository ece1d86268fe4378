package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;

/**
 * A definition whose runs a SyncFromSource expects: one that never succeeded is not overdue at once, but some time after
 * it was first seen.
 *
 * @param job the name of the command that runs it, such as {@code inventory}
 * @param definition its name, unique in its job
 * @param firstSeen when a run of the sync saw it first
 */
public record WatchedDefinition(String job, String definition, Instant firstSeen) {

    /** By job and name, which no two definitions share. */
    static final Comparator<WatchedDefinition> ORDER =
            Comparator.comparing(WatchedDefinition::job).thenComparing(WatchedDefinition::definition);

    public WatchedDefinition {
        requireNonNull(job, "job");
        requireNonNull(definition, "definition");
        requireNonNull(firstSeen, "firstSeen");
    }
}
