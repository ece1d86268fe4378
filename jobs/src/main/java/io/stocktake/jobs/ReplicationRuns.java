package io.stocktake.jobs;

import io.stocktake.config.document.Refusal;
import io.stocktake.replication.ReplicationObstacle;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.report.DeliveredCompletionReport;
import io.stocktake.replication.run.ReplicationMetrics;
import io.stocktake.replication.run.ReplicationResult;
import io.stocktake.s3.StoreException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private ExitStatus status = ExitStatus.DONE;
    private final List<DeliveredCompletionReport> reports = new ArrayList<>();
    private boolean isFirst = true;

    ReplicationRuns(CommandLine commandLine, Terminal terminal, ReplicationJob job) {
        this.commandLine = commandLine;
        this.out = commandLine.getOut();
        this.err = commandLine.getErr();
        this.terminal = terminal;
        this.job = job;
    }

    /** Copies what is missing, prints the closing tables, and returns the status for the process. */
    int copy(SparkSession spark, List<ReplicationPlan> plans) {
        TaskCounts counts = new TaskCounts();
        TaskListener listener = new TaskListener(counts);
        spark.sparkContext().addSparkListener(listener);
        try {
            for (ReplicationPlan plan : plans) {
                counts.reset();
                attempt(plan, () -> {
                    Instant begun = Instant.now();
                    ReplicationResult result = copy(spark, plan, counts, begun);
                    say(ReplicationTable.ofRun(plan, result, Duration.between(begun, Instant.now())));
                    result.report().ifPresent(report -> {
                        out.println("Report of " + plan.name() + ": s3a://"
                                + report.bucket().alias() + "/" + report.manifest());
                        reports.add(report);
                    });
                    judge(plan, result);
                    verify(spark, plan);
                });
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

    private void attempt(ReplicationPlan plan, Runnable run) {
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
        } catch (Exception failure) {
            // Spark, being Scala, throws checked exceptions that no signature names.
            ExecutionErrors.tell("replication " + plan.name(), failure, commandLine);
            worsen(ExitStatus.FAILED);
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

    private void judge(ReplicationPlan plan, ReplicationResult result) {
        if (result.end() == ReplicationResult.End.STOPPED) {
            err.println("Cannot finish replication " + plan.name() + ": it was stopped, since "
                    + Quantity.count(result.failed()) + " of "
                    + Quantity.of(result.succeeded() + result.failed(), "task")
                    + " had failed; a job gives up when, after 1,000 tasks, more than half have.");
            worsen(ExitStatus.FAILED);
        } else if (result.failed() > 0) {
            err.println(Quantity.of(result.failed(), "task") + " of replication " + plan.name() + " failed; "
                    + (result.report().isPresent()
                            ? "the report says which and why."
                            : "with --report s3a://BUCKET/PREFIX a report says which and why."));
            worsen(ExitStatus.INCOMPLETE);
        }
    }

    private void verify(SparkSession spark, ReplicationPlan plan) {
        if (!job.isVerified()) {
            return;
        }
        long missing =
                ReplicationJob.missing(watch(spark, "verification of " + plan.name(), () -> job.verify(spark, plan)));
        if (missing > 0) {
            err.println("Cannot verify replication " + plan.name() + ": " + Quantity.of(missing, "version")
                    + " that the source had at the start "
                    + (missing == 1 ? "is" : "are") + " still missing.");
            worsen(ExitStatus.FAILED);
        } else {
            out.println("Verified " + plan.name() + ": nothing that the source had at the start is missing.");
        }
    }

    private void worsen(ExitStatus other) {
        boolean isWorse = status == ExitStatus.DONE || other == ExitStatus.FAILED;
        status = isWorse ? other : status;
    }
}
