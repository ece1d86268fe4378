package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.run.CompletedRun;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunId;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import io.stocktake.run.WorkingPlace;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncResult;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Leaves a record of each run that has ended where stores.yaml's {@code operations} says, and none where it says nothing.
 * A record that cannot be left is a warning: the run has ended as it has.
 */
final class RunRecording {
    private final Stores stores;
    private final PrintWriter err;

    private RunRecording(Stores stores, PrintWriter err) {
        this.stores = stores;
        this.err = err;
    }

    /** Records at the {@code operations} of these stores; warnings go to {@code err}. */
    static RunRecording of(Stores stores, PrintWriter err) {
        return new RunRecording(stores, err);
    }

    /**
     * What came of a run.
     *
     * @param outcome how it ended
     * @param message what there is to say about that
     * @param counts what it did
     * @param report what it delivered, as {@code s3a://bucket/key}
     */
    record Ending(RunOutcome outcome, String message, RunCounts counts, Optional<String> report) {
        /** A run that did not come to its end. */
        static Ending failed(String message, RunCounts counts) {
            return new Ending(RunOutcome.FAILED, message, counts, Optional.empty());
        }
    }

    /** Leaves the record of a run of an inventory configuration that ends now. */
    void inventory(InventoryPlan plan, Instant start, Ending ending) {
        leave(() -> RunSubject.inventory(plan.inventory(), stores), start, ending);
    }

    /** Leaves the record of a run of a replication that ends now. */
    void replication(ReplicationPlan plan, Instant start, Ending ending) {
        leave(() -> RunSubject.replication(plan.terms().source(), plan.terms().destination(), stores), start, ending);
    }

    /** Leaves the record of a run of a sync that ends now, whole or in part. */
    void sync(ResourceDataSync sync, Instant start, SyncResult result) {
        boolean isWhole = result.failures().isEmpty();
        String message = isWhole
                ? "Brought " + Quantity.of(result.brought().size(), "bucket") + ", "
                        + Quantity.count(result.unchanged()) + " had nothing new."
                : result.failures().stream().map(SyncFailure::message).collect(joining("\n"));
        RunCounts counts = new RunCounts(result.rows(), result.bytes(), result.requests(), result.retries(), Map.of());
        sync(
                sync,
                start,
                new Ending(isWhole ? RunOutcome.SUCCEEDED : RunOutcome.INCOMPLETE, message, counts, Optional.empty()));
    }

    /** Leaves the record of a run of a sync that did not come to its end. */
    void failedSync(ResourceDataSync sync, Instant start, Exception failure) {
        String message = ExecutionErrors.sentence("resource-data-sync " + sync.syncName(), failure);
        sync(sync, start, Ending.failed(message, RunCounts.NONE));
    }

    private void sync(ResourceDataSync sync, Instant start, Ending ending) {
        leave(() -> RunSubject.sync(sync, stores), start, ending);
    }

    private void leave(Supplier<RunSubject> subject, Instant start, Ending ending) {
        if (stores.operations().isEmpty()) {
            return;
        }
        try (CompletedRuns records =
                CompletedRuns.open(WorkingPlace.parse(stores.operations().get(), stores))) {
            records.put(new CompletedRun(
                    RunId.random(),
                    subject.get(),
                    start,
                    Instant.now(),
                    ending.outcome(),
                    ending.message(),
                    ending.counts(),
                    ending.report()));
        } catch (RuntimeException unwritten) {
            err.println("Warning: the run is not recorded. " + unwritten.getMessage());
        }
    }
}
