package io.stocktake.jobs;

import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncResult;
import io.stocktake.sync.run.ResourceDataSyncRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * Runs several resource data syncs, one after the other in one Spark application, says how far it has come, and what came
 * of each. One that fails does not keep the others from being run.
 */
final class ResourceDataSyncRuns {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;

    /** What came of one sync: a result, or the failure. */
    record Outcome(
            SyncPlan plan, Instant begun, Duration elapsed, Optional<SyncResult> result, Optional<Exception> failure) {

        ExitStatus status() {
            if (failure.isPresent()) {
                return ExitStatus.FAILED;
            }
            return result.orElseThrow().failures().isEmpty() ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
        }
    }

    ResourceDataSyncRuns(PrintWriter out, PrintWriter err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** Runs them, prints the closing table, and returns what came of each. */
    List<Outcome> run(SparkSession spark, List<SyncPlan> plans) {
        List<Outcome> outcomes = new ArrayList<>();
        for (SyncPlan plan : plans) {
            outcomes.add(run(spark, plan));
        }
        out.print(table(outcomes));
        out.flush();
        return outcomes;
    }

    /** Says on standard error what failed and why, a part a line, and returns the status for the process. */
    static int status(List<Outcome> outcomes, CommandLine commandLine) {
        ExitStatus status = ExitStatus.DONE;
        for (Outcome outcome : outcomes) {
            outcome.failure()
                    .ifPresent(failure -> ExecutionErrors.tell(
                            "resource data sync " + outcome.plan().name(), failure, commandLine));
            outcome.result().stream()
                    .flatMap(result -> result.failures().stream())
                    .map(SyncFailure::message)
                    .map(CommandLineText::onOneLine)
                    .forEach(commandLine.getErr()::println);
            boolean isWorse = status == ExitStatus.DONE || outcome.status() == ExitStatus.FAILED;
            status = isWorse ? outcome.status() : status;
        }
        return status.code();
    }

    private Outcome run(SparkSession spark, SyncPlan plan) {
        Instant begun = Instant.now();
        SyncProgress progress = new SyncProgress();
        ProgressRate rate = new ProgressRate();
        Optional<SyncResult> result = Optional.empty();
        Optional<Exception> failure = Optional.empty();
        spark.sparkContext().setJobDescription("Resource data sync " + plan.name());
        try (ProgressReporter reporter =
                ProgressReporter.start(err, terminal, () -> line(plan, progress, rate, begun))) {
            result = Optional.of(ResourceDataSyncRun.run(spark, plan.request(begun), progress));
        } catch (Exception failed) {
            // Spark, being Scala, throws checked exceptions that no signature names.
            failure = Optional.of(failed);
        }
        RunRecording recording = RunRecording.of(plan.stores(), err);
        result.ifPresent(brought -> recording.sync(plan.sync(), begun, brought));
        failure.ifPresent(failed -> recording.failedSync(plan.sync(), begun, failed));
        return new Outcome(plan, begun, Duration.between(begun, Instant.now()), result, failure);
    }

    private static SyncRunProgress line(SyncPlan plan, SyncProgress progress, ProgressRate rate, Instant begun) {
        Duration elapsed = Duration.between(begun, Instant.now());
        long rows = progress.rows();
        return new SyncRunProgress(
                "resource data sync " + plan.name(),
                progress.done(),
                progress.reached(),
                rows,
                rate.at(elapsed, rows),
                elapsed);
    }

    private static TextTable table(List<Outcome> outcomes) {
        TextTable table = new TextTable(
                TextTable.text("sync"),
                TextTable.text("type"),
                TextTable.number("brought"),
                TextTable.number("unchanged"),
                TextTable.number("failed"),
                TextTable.number("records"),
                TextTable.number("bytes"),
                TextTable.number("requests"),
                TextTable.number("seconds"),
                TextTable.text("destination"));
        for (Outcome outcome : outcomes) {
            String name = outcome.plan().name();
            String type = outcome.plan().sync().syncType().awsName();
            String seconds = Quantity.seconds(outcome.elapsed());
            outcome.result()
                    .ifPresentOrElse(
                            result -> table.row(
                                    name,
                                    type,
                                    Quantity.count(result.brought().size()),
                                    Quantity.count(result.unchanged()),
                                    Quantity.count(result.failures().size()),
                                    Quantity.count(result.rows()),
                                    Quantity.count(result.bytes()),
                                    Quantity.count(result.requests()),
                                    seconds,
                                    outcome.plan().destination()),
                            () -> table.row(name, type, "-", "-", "-", "-", "-", "-", seconds, "failed"));
        }
        return table;
    }
}
