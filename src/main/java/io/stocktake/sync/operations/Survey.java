package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.config.sync.WatchedDefinition;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.Job;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds by listings alone which selected buckets have something new. Its size goes with buckets and definitions, not with
 * runs.
 */
final class Survey {
    private final CompletedRuns records;
    private final CaptureDestination destination;
    private final ExpectedRuns expected;
    private final Map<CapturedResource, SyncedBucket> synced;
    private final Definition self;
    private final List<PendingBucket> changed = new ArrayList<>();
    private final List<SyncFailure> failures = new ArrayList<>();
    private long unchanged;

    private Survey(
            CompletedRuns records,
            CaptureDestination destination,
            ExpectedRuns expected,
            SyncState before,
            Definition self) {
        this.records = records;
        this.destination = destination;
        this.expected = expected;
        this.self = self;
        this.synced = before.synced().stream().collect(Collectors.toMap(Survey::resource, bucket -> bucket));
    }

    /** Looks at all that the sync selects; what cannot be listed is a failure, and the rest is looked at. */
    static Survey of(SyncRequest request, SyncState before, CompletedRuns records, CaptureDestination destination) {
        Set<Scope> scopes =
                Scope.selected(request.sync().syncSource().orElseThrow(), request.stores(), before.knownRegions());
        Survey survey = new Survey(
                records,
                destination,
                ExpectedRuns.of(request, before, scopes),
                before,
                new Definition(Job.RESOURCE_DATA_SYNC, request.sync().syncName()));
        scopes.forEach(survey::look);
        return survey;
    }

    static CapturedResource resource(SyncedBucket bucket) {
        return new CapturedResource(bucket.accountId(), bucket.region(), bucket.bucket());
    }

    /** The buckets whose captures would differ from those that are there. */
    List<PendingBucket> changed() {
        return List.copyOf(changed);
    }

    /** Those of them that have more news than successful runs of the sync itself. */
    List<PendingBucket> due() {
        return changed.stream()
                .filter(bucket -> bucket.isDue(Optional.ofNullable(synced.get(bucket.resource()))))
                .toList();
    }

    /** How many buckets would not. */
    long unchanged() {
        return unchanged;
    }

    /** What could not be listed. */
    List<SyncFailure> failures() {
        return List.copyOf(failures);
    }

    /** The definitions whose runs are expected. */
    List<WatchedDefinition> watched() {
        return expected.watched();
    }

    private void look(Scope scope) {
        Map<String, BucketRuns> found = new TreeMap<>();
        try {
            records.names(
                    scope.accountId(),
                    scope.region(),
                    run -> found.computeIfAbsent(run.bucket(), absent -> new BucketRuns(self))
                            .add(run));
        } catch (StoreException unlisted) {
            failures.add(new SyncFailure("runs of " + scope, unlisted.getMessage()));
            return;
        }
        // A bucket without runs has captures where something is overdue, or was.
        expected.resources(scope).forEach(resource -> found.putIfAbsent(resource.bucket(), new BucketRuns(self)));
        synced.keySet().stream()
                .filter(resource -> new Scope(resource.accountId(), resource.region()).equals(scope))
                .forEach(resource -> found.putIfAbsent(resource.bucket(), new BucketRuns(self)));
        found.forEach((bucket, runs) -> judge(new CapturedResource(scope.accountId(), scope.region(), bucket), runs));
    }

    private void judge(CapturedResource resource, BucketRuns runs) {
        List<OverdueDefinition> overdue = expected.overdue(resource, runs);
        boolean isNothing = runs.count() == 0 && overdue.isEmpty() && !synced.containsKey(resource);
        if (isNothing) {
            return;
        }
        PendingBucket bucket = PendingBucket.of(resource, runs, overdue, destination);
        if (bucket.synced().equals(synced.get(resource))) {
            unchanged++;
        } else {
            changed.add(bucket);
        }
    }
}
