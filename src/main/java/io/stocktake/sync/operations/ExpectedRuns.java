package io.stocktake.sync.operations;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.NamedSync;
import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.WatchedDefinition;
import io.stocktake.run.Job;
import io.stocktake.run.RunSubject;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The definitions of selected buckets that ask for runs by a schedule: enabled inventory configurations, and the other
 * syncs, which count as daily. Its size goes with the definitions.
 */
final class ExpectedRuns {
    /** After so many periods without success somebody should look. */
    private static final int PERIODS = 2;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);

    private final Map<CapturedResource, List<Expected>> byResource = new HashMap<>();
    private final List<WatchedDefinition> watched = new ArrayList<>();
    private final Map<Definition, Instant> seenBefore = new HashMap<>();
    private final SyncRequest request;
    private final Set<Scope> scopes;

    /** Where a success is known otherwise than by a run record, when it was. */
    private record Expected(RunSubject subject, Frequency frequency, Optional<Instant> success, Instant firstSeen) {}

    private ExpectedRuns(SyncRequest request, Set<Scope> scopes) {
        this.request = request;
        this.scopes = scopes;
    }

    /**
     * Those of the definition directory as it is now.
     *
     * @param before knows since when
     */
    static ExpectedRuns of(SyncRequest request, SyncState before, Set<Scope> scopes) {
        ExpectedRuns expected = new ExpectedRuns(request, scopes);
        before.watched().forEach(expected::remember);
        try {
            for (BucketInventory inventory : request.definitions().inventories()) {
                expected.add(inventory);
            }
            for (NamedSync sync : request.definitions().resourceDataSyncs()) {
                expected.add(sync);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
        return expected;
    }

    /** How long a definition may go without success. */
    static Duration patience(Frequency frequency) {
        return (frequency == Frequency.DAILY ? DAY : WEEK).multipliedBy(PERIODS);
    }

    /** All of them, with the time when each was first seen: what the sync's state keeps. */
    List<WatchedDefinition> watched() {
        return List.copyOf(watched);
    }

    /** The buckets of an account and Region that any is of. */
    List<CapturedResource> resources(Scope scope) {
        return byResource.keySet().stream()
                .filter(resource -> new Scope(resource.accountId(), resource.region()).equals(scope))
                .toList();
    }

    /** Those of a bucket that are overdue, given its runs. */
    List<OverdueDefinition> overdue(CapturedResource resource, BucketRuns runs) {
        return byResource.getOrDefault(resource, List.of()).stream()
                .map(expected -> new OverdueDefinition(
                        expected.subject(),
                        expected.frequency(),
                        later(expected.success(), runs.lastSuccess(Definition.of(expected.subject()))),
                        expected.firstSeen()))
                .filter(definition -> !definition.since().isAfter(request.now()))
                .toList();
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().isAfter(other.get()) ? one.get() : other.get())
                : one.or(() -> other);
    }

    private void remember(WatchedDefinition definition) {
        Job.of(definition.job())
                .ifPresent(job -> seenBefore.put(new Definition(job, definition.definition()), definition.firstSeen()));
    }

    private void add(BucketInventory inventory) {
        if (inventory.configuration().isEnabled()) {
            RunSubject subject = RunSubject.inventory(inventory, request.stores());
            add(subject, inventory.configuration().frequency(), Optional.empty(), firstSeen(subject));
        }
    }

    /** This sync itself is at work now; whether it is late, nobody could learn from it. */
    private void add(NamedSync named) throws IOException {
        String name = named.sync().syncName();
        if (name.equals(request.sync().syncName())) {
            return;
        }
        RunSubject subject = RunSubject.sync(named.sync(), request.stores());
        Optional<SyncState> state = request.definitions().syncs().state(name);
        add(
                subject,
                Frequency.DAILY,
                state.flatMap(SyncState::lastSuccessfulSyncTime),
                state.map(SyncState::syncCreatedTime).orElseGet(() -> firstSeen(subject)));
    }

    private void add(RunSubject subject, Frequency frequency, Optional<Instant> success, Instant firstSeen) {
        if (!scopes.contains(new Scope(subject.accountId(), subject.region()))) {
            return;
        }
        watched.add(new WatchedDefinition(subject.job().commandName(), subject.definition(), firstSeen));
        byResource
                .computeIfAbsent(
                        new CapturedResource(subject.accountId(), subject.region(), subject.bucket()),
                        absent -> new ArrayList<>())
                .add(new Expected(subject, frequency, success, firstSeen));
    }

    private Instant firstSeen(RunSubject subject) {
        return seenBefore.getOrDefault(Definition.of(subject), request.now());
    }
}
