package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import io.stocktake.sync.operations.CaptureWriter.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a SyncFromSource: what runs of any job have left at stores.yaml's {@code operations}, as captures of the
 * buckets that they are about.
 *
 * <p>A bucket is told to be unchanged by a listing of its records alone. Its captures are two objects, each written at
 * once.
 */
public final class OperationsSync {
    private OperationsSync() {}

    /**
     * Brings the runs of every bucket that the sync selects, where there are new ones, and what somebody should look at.
     * A part that cannot be listed, read or written is in the result; the others are brought.
     *
     * @throws IllegalArgumentException if stores.yaml has no operations, or a place that is none
     * @throws StoreException if the operations cannot be listed, or nothing at all could be written
     * @throws java.io.UncheckedIOException if the definitions cannot be read
     */
    public static SyncResult run(SyncRequest request, SyncState before, SyncProgress progress) {
        WorkingPlace operations = operations(request);
        CaptureDestination destination = destination(request, operations);
        try (CompletedRuns records = CompletedRuns.open(operations);
                RunReader runs = new RunReader(records);
                DestinationBucket bucket = destination.open()) {
            records.requireReachable();
            Survey survey = Survey.of(request, before, records, destination);
            progress.reach(survey.changed().size());
            List<Outcome> outcomes = new CaptureWriter(runs, bucket, destination.captures(), request.now(), progress)
                    .write(survey.changed());
            throwIfNothingCouldBeWritten(outcomes);
            return result(
                    before,
                    survey,
                    outcomes,
                    records.requests().requests() + bucket.requests().requests(),
                    records.requests().retries() + bucket.requests().retries());
        }
    }

    /**
     * Says what a run would bring, by listings alone.
     *
     * @throws IllegalArgumentException if stores.yaml has no operations, or a place that is none
     * @throws StoreException if the operations cannot be listed
     * @throws java.io.UncheckedIOException if the definitions cannot be read
     */
    public static OperationsForecast forecast(SyncRequest request, SyncState before) {
        WorkingPlace operations = operations(request);
        try (CompletedRuns records = CompletedRuns.open(operations)) {
            records.requireReachable();
            Survey survey = Survey.of(request, before, records, destination(request, operations));
            return new OperationsForecast(
                    survey.changed().stream().map(PendingBucket::resource).toList(),
                    survey.due().stream().map(PendingBucket::resource).toList(),
                    survey.unchanged(),
                    survey.failures());
        }
    }

    private static WorkingPlace operations(SyncRequest request) {
        String location = request.stores()
                .operations()
                .orElseThrow(() -> new IllegalArgumentException("Cannot bring the runs that the sync \""
                        + request.sync().syncName()
                        + "\" selects: stores.yaml has no operations where runs leave their records. Add \"operations:"
                        + " s3a://bucket/prefix\" to it."));
        return WorkingPlace.parse(location, request.stores());
    }

    /** The sync's own, or beside the run records where it has none. */
    private static CaptureDestination destination(SyncRequest request, WorkingPlace operations) {
        return request.sync()
                .s3Destination()
                .map(destination -> CaptureDestination.of(destination, request.stores()))
                .orElseGet(() -> CaptureDestination.at(operations));
    }

    private static void throwIfNothingCouldBeWritten(List<Outcome> outcomes) {
        if (!outcomes.isEmpty()
                && outcomes.stream().allMatch(outcome -> outcome.unwritable().isPresent())) {
            throw outcomes.get(0).unwritable().orElseThrow();
        }
    }

    private static SyncResult result(
            SyncState before, Survey survey, List<Outcome> outcomes, long requests, long retries) {
        List<SyncFailure> failures = new ArrayList<>(survey.failures());
        outcomes.stream().map(Outcome::failure).flatMap(Optional::stream).forEach(failures::add);
        List<Outcome> written =
                outcomes.stream().filter(outcome -> outcome.failure().isEmpty()).toList();
        List<SyncedBucket> brought =
                written.stream().map(outcome -> outcome.bucket().synced()).toList();
        // What is not selected any more is not brought any more, and its captures stay.
        Map<CapturedResource, SyncedBucket> synced = new HashMap<>();
        before.synced().forEach(bucket -> synced.put(Survey.resource(bucket), bucket));
        brought.forEach(bucket -> synced.put(Survey.resource(bucket), bucket));
        return new SyncResult(
                survey.unchanged(),
                brought,
                failures,
                List.copyOf(synced.values()),
                written.stream().mapToLong(Outcome::rows).sum(),
                written.stream().mapToLong(Outcome::bytes).sum(),
                requests,
                retries,
                survey.watched());
    }
}
