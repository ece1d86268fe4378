package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a sync's runs did: the members of a list item that are not its definition, and what the next run has to know.
 *
 * @param syncCreatedTime when the sync was made; of a definition written by hand, when it was first run
 * @param syncLastModifiedTime when its definition was last changed by a command
 * @param lastSyncTime when a run last began
 * @param lastSuccessfulSyncTime when a run last ended in success
 * @param lastStatus how the last run went
 * @param lastSyncStatusMessage what there is to say about it
 * @param sourceState what kept a source from being read
 * @param knownRegions the Regions of stores.yaml when the sync was made, sorted; a later one joins only where
 *     IncludeFutureRegions is true
 * @param synced the buckets that were brought, sorted by account, Region and name, each once
 * @param watched the definitions whose runs it expects, sorted by job and name, each once
 */
public record SyncState(
        Instant syncCreatedTime,
        Instant syncLastModifiedTime,
        Optional<Instant> lastSyncTime,
        Optional<Instant> lastSuccessfulSyncTime,
        Optional<LastStatus> lastStatus,
        Optional<String> lastSyncStatusMessage,
        Optional<SourceState> sourceState,
        List<String> knownRegions,
        List<SyncedBucket> synced,
        List<WatchedDefinition> watched) {

    public SyncState {
        requireNonNull(syncCreatedTime, "syncCreatedTime");
        requireNonNull(syncLastModifiedTime, "syncLastModifiedTime");
        requireNonNull(lastSyncTime, "lastSyncTime");
        requireNonNull(lastSuccessfulSyncTime, "lastSuccessfulSyncTime");
        requireNonNull(lastStatus, "lastStatus");
        requireNonNull(lastSyncStatusMessage, "lastSyncStatusMessage");
        requireNonNull(sourceState, "sourceState");
        knownRegions = knownRegions.stream().distinct().sorted().toList();
        synced = synced.stream().sorted(SyncedBucket.ORDER).toList();
        watched = watched.stream().sorted(WatchedDefinition.ORDER).toList();
    }

    /** The state of a sync that is made now. */
    public static SyncState created(Instant now, Collection<String> regions) {
        return new SyncState(
                now,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.copyOf(regions),
                List.of(),
                List.of());
    }

    /** After a change of the definition. */
    public SyncState modified(Instant now) {
        return new SyncState(
                syncCreatedTime,
                now,
                lastSyncTime,
                lastSuccessfulSyncTime,
                lastStatus,
                lastSyncStatusMessage,
                sourceState,
                knownRegions,
                synced,
                watched);
    }

    /** While a run goes on that began now. */
    public SyncState started(Instant now) {
        return new SyncState(
                syncCreatedTime,
                syncLastModifiedTime,
                Optional.of(now),
                lastSuccessfulSyncTime,
                Optional.of(LastStatus.IN_PROGRESS),
                Optional.empty(),
                sourceState,
                knownRegions,
                synced,
                watched);
    }

    /** After a run that ended in success now, with all that is synced since. */
    public SyncState succeeded(Instant now, String message, List<SyncedBucket> all) {
        return new SyncState(
                syncCreatedTime,
                syncLastModifiedTime,
                lastSyncTime,
                Optional.of(now),
                Optional.of(LastStatus.SUCCESSFUL),
                Optional.of(message),
                Optional.empty(),
                knownRegions,
                all,
                watched);
    }

    /** After a run that failed, if only in part, with all that is synced nevertheless. */
    public SyncState failed(String message, Optional<SourceState> source, List<SyncedBucket> all) {
        return new SyncState(
                syncCreatedTime,
                syncLastModifiedTime,
                lastSyncTime,
                lastSuccessfulSyncTime,
                Optional.of(LastStatus.FAILED),
                Optional.of(message),
                source,
                knownRegions,
                all,
                watched);
    }

    /** With these definitions, and no others, whose runs it expects. */
    public SyncState watching(List<WatchedDefinition> definitions) {
        return new SyncState(
                syncCreatedTime,
                syncLastModifiedTime,
                lastSyncTime,
                lastSuccessfulSyncTime,
                lastStatus,
                lastSyncStatusMessage,
                sourceState,
                knownRegions,
                synced,
                definitions);
    }
}
