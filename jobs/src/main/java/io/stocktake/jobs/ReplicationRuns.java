package io.stocktake.jobs;

import io.stocktake.config.document.Refusal;
import io.stocktake.replication.ReplicationObstacle;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.report.DeliveredCompletionReport;
import io.stocktake.replication.run.CopyTotals;
import io.stocktake.replication.run.ReplicationMetrics;
import io.stocktake.replication.run.ReplicationResult;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunOutcome;
import io.stocktake.s3.StoreException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import scala.Option;

/**
 * Runs several plans of replication, one after the other in one Spark application, says how far it has come, and what came
 * of each. One that fails does not keep the others from being run.
 */
final class ReplicationRuns {
    private final CommandLine commandLine;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final ReplicationJob job;
    private final RunRecording recording;
    private ExitStatus status = ExitStatus.DONE;
    private final List<DeliveredCompletionReport> reports = new ArrayList<>();
    private boolean isFirst = true;

    ReplicationRuns(CommandLine commandLine, Terminal terminal, ReplicationJob job, RunRecording recording) {
        this.commandLine = commandLine;
        this.out = commandLine.getOut();
        this.err = commandLine.getErr();
        this.terminal = terminal;
        this.job = job;
        this.recording = recording;
    }

    /** Copies what is missing, prints the closing tables, and returns the status for the process. */
    int copy(SparkSession spark, List<ReplicationPlan> plans) {
        TaskCounts counts = new TaskCounts();
        TaskListener listener = new TaskListener(counts);
        spark.sparkContext().addSparkListener(listener);
        try {
            for (ReplicationPlan plan : plans) {
                counts.reset();
                Instant begun = Instant.now();
                Optional<Exception> failure =
                        attempt(plan, () -> recording.replication(plan, begun, copyWhole(spark, plan, counts, begun)));
                failure.ifPresent(why -> recording.replication(plan, begun, ending(plan, why, counts)));
            }
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        out.flush();
        return status.code();
    }

    /** The completion reports of the runs so far. */
    List<DeliveredCompletionReport> reports() {
        return List.copyOf(reports);
    }

    /** Compares, prints what would be copied, and returns the status for the process. */
    int forecast(SparkSession spark, List<ReplicationPlan> plans) {
        for (ReplicationPlan plan : plans) {
            attempt(plan, () -> {
                Optional<PlanFile> file = job.planFile(spark, plan);
                Optional<String> parts = file.map(PlanFile::begin);
                DiffCounts found = watch(spark, "dry run of " + plan.name(), () -> job.compare(spark, plan, parts));
                say(ReplicationTable.ofForecast(plan, found));
                file.flatMap(planned -> planned.finish(ReplicationJob.toBeCopied(found)))
                        .ifPresent(written -> out.println("Plan of " + plan.name() + ": " + written));
            });
        }
        out.flush();
        return status.code();
    }

    /** Copies, tells what came of it, and compares once more where that is wanted. */
    private RunRecording.Ending copyWhole(SparkSession spark, ReplicationPlan plan, TaskCounts counts, Instant begun) {
        ReplicationResult result = copy(spark, plan, counts, begun);
        say(ReplicationTable.ofRun(plan, result, Duration.between(begun, Instant.now())));
        Optional<String> location = result.report().map(report -> {
            String manifest = "s3a://" + report.bucket().alias() + "/" + report.manifest();
            out.println("Report of " + plan.name() + ": " + manifest);
            reports.add(report);
            return manifest;
        });
        Verdict verdict = judge(plan, result).or(verify(spark, plan));
        CopyTotals total = result.total();
        return new RunRecording.Ending(
                verdict.outcome(),
                verdict.message(),
                new RunCounts(total.copied(), total.bytes(), result.requests(), result.retries(), total.failed()),
                location);
    }

    private static RunRecording.Ending ending(ReplicationPlan plan, Exception failure, TaskCounts counts) {
        return RunRecording.Ending.failed(
                ExecutionErrors.sentence("replication " + plan.name(), failure),
                new RunCounts(
                        counts.total(ReplicationMetrics.COPIED),
                        counts.total(ReplicationMetrics.BYTES),
                        counts.total(ReplicationMetrics.REQUESTS),
                        counts.total(ReplicationMetrics.RETRIES),
                        Map.of()));
    }

    /** What a run is to be called, and why. */
    private record Verdict(RunOutcome outcome, String message) {
        /** The other, where that is a failure and this is none. */
        Verdict or(Optional<Verdict> failure) {
            return outcome == RunOutcome.FAILED ? this : failure.orElse(this);
        }
    }

    /** Runs it unless something stands in its way; the failure, if it did not come to its end. */
    private Optional<Exception> attempt(ReplicationPlan plan, Runnable run) {
        try {
            Optional<ReplicationObstacle> obstacle = job.obstacle(plan);
            if (obstacle.isPresent()) {
                throw new StoreException(refusal(plan, obstacle.get()));
            }
            if (plan.isEnabled()) {
                run.run();
            } else {
                err.println("Passing over " + plan.name() + ": none of its rules is enabled.");
            }
            return Optional.empty();
        } catch (Exception failure) {
            // Spark, being Scala, throws checked exceptions that no signature names.
            ExecutionErrors.tell("replication " + plan.name(), failure, commandLine);
            worsen(ExitStatus.FAILED);
            return Optional.of(failure);
        }
    }

    private static String refusal(ReplicationPlan plan, ReplicationObstacle obstacle) {
        if (obstacle.kind() == ReplicationObstacle.Kind.UNREACHABLE) {
            return obstacle.why();
        }
        Refusal refusal = obstacle.kind().refusal();
        return "Cannot replicate the bucket \"%s\" to \"%s\": %s (%s %s: %s)"
                .formatted(
                        plan.terms().source().alias(),
                        plan.terms().destination().alias(),
                        obstacle.why(),
                        refusal.status(),
                        refusal.code(),
                        refusal.message());
    }

    private void say(ReplicationTable table) {
        out.print(isFirst ? table.toString() : "\n" + table);
        out.flush();
        isFirst = false;
    }

    private ReplicationResult copy(SparkSession spark, ReplicationPlan plan, TaskCounts counts, Instant begun) {
        try (ProgressReporter reporter = ProgressReporter.start(err, terminal, () -> progress(plan, counts, begun))) {
            return job.copy(spark, plan);
        }
    }

    private DiffCounts watch(SparkSession spark, String what, Supplier<DiffCounts> comparison) {
        Instant begun = Instant.now();
        try (ProgressReporter reporter = ProgressReporter.start(err, terminal, () -> progress(spark, what, begun))) {
            return comparison.get();
        }
    }

    private static ComparisonProgress progress(SparkSession spark, String what, Instant begun) {
        SparkStatusTracker tracker = spark.sparkContext().statusTracker();
        int done = 0;
        int tasks = 0;
        for (int stage : tracker.getActiveStageIds()) {
            Option<SparkStageInfo> info = tracker.getStageInfo(stage);
            if (info.isDefined()) {
                done += info.get().numCompletedTasks();
                tasks += info.get().numTasks();
            }
        }
        return new ComparisonProgress(what, done, tasks, Duration.between(begun, Instant.now()));
    }

    private static ReplicationProgress progress(ReplicationPlan plan, TaskCounts counts, Instant begun) {
        return new ReplicationProgress(
                "replication " + plan.name(),
                counts.total(ReplicationMetrics.KEYS),
                counts.total(ReplicationMetrics.COPIED),
                counts.total(ReplicationMetrics.BYTES),
                counts.total(ReplicationMetrics.FAILED),
                counts.total(ReplicationMetrics.REQUESTS),
                counts.total(ReplicationMetrics.RETRIES),
                Duration.between(begun, Instant.now()));
    }

    private Verdict judge(ReplicationPlan plan, ReplicationResult result) {
        if (result.end() == ReplicationResult.End.STOPPED) {
            String why = "Cannot finish replication " + plan.name() + ": it was stopped, since "
                    + Quantity.count(result.failed()) + " of "
                    + Quantity.of(result.succeeded() + result.failed(), "task")
                    + " had failed; a job gives up when, after 1,000 tasks, more than half have.";
            return told(ExitStatus.FAILED, new Verdict(RunOutcome.FAILED, why));
        }
        if (result.failed() > 0) {
            String why = Quantity.of(result.failed(), "task") + " of replication " + plan.name() + " failed; "
                    + (result.report().isPresent()
                            ? "the report says which and why."
                            : "with --report s3a://BUCKET/PREFIX a report says which and why.");
            return told(ExitStatus.INCOMPLETE, new Verdict(RunOutcome.INCOMPLETE, why));
        }
        return new Verdict(
                RunOutcome.SUCCEEDED, "Copied " + Quantity.of(result.total().copied(), "version") + ".");
    }

    private Optional<Verdict> verify(SparkSession spark, ReplicationPlan plan) {
        if (!job.isVerified()) {
            return Optional.empty();
        }
        long missing =
                ReplicationJob.missing(watch(spark, "verification of " + plan.name(), () -> job.verify(spark, plan)));
        if (missing > 0) {
            String why = "Cannot verify replication " + plan.name() + ": " + Quantity.of(missing, "version")
                    + " that the source had at the start "
                    + (missing == 1 ? "is" : "are") + " still missing.";
            return Optional.of(told(ExitStatus.FAILED, new Verdict(RunOutcome.FAILED, why)));
        }
        out.println("Verified " + plan.name() + ": nothing that the source had at the start is missing.");
        return Optional.empty();
    }

    private Verdict told(ExitStatus worse, Verdict verdict) {
        err.println(verdict.message());
        worsen(worse);
        return verdict;
    }

    private void worsen(ExitStatus other) {
        boolean isWorse = status == ExitStatus.DONE || other == ExitStatus.FAILED;
        status = isWorse ? other : status;
    }
}
