package io.stocktake.jobs;

import io.stocktake.replication.ReplicationObstacle;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.run.ReplicationMetrics;
import io.stocktake.replication.run.ReplicationResult;
import io.stocktake.s3.StoreException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

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

    ReplicationRuns(CommandLine commandLine, Terminal terminal, ReplicationJob job) {
        this.commandLine = commandLine;
        this.out = commandLine.getOut();
        this.err = commandLine.getErr();
        this.terminal = terminal;
        this.job = job;
    }

    /** Copies what is missing, prints the closing table, and returns the status for the process. */
    int copy(SparkSession spark, List<ReplicationPlan> plans) {
        TaskCounts counts = new TaskCounts();
        TaskListener listener = new TaskListener(counts);
        spark.sparkContext().addSparkListener(listener);
        ReplicationTable table = ReplicationTable.ofRuns();
        List<String> reports = new ArrayList<>();
        try {
            for (ReplicationPlan plan : plans) {
                counts.reset();
                attempt(plan, () -> {
                    ReplicationResult result = copy(spark, plan, counts);
                    table.add(plan, result);
                    result.report()
                            .ifPresent(report -> reports.add(
                                    plan.name() + ": s3a://" + report.bucket().alias() + "/" + report.manifest()));
                    judge(plan, result);
                    verify(spark, plan);
                });
            }
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        out.print(table);
        reports.forEach(report -> out.println("Report of " + report));
        out.flush();
        return status.code();
    }

    /** Compares, prints what would be copied, and returns the status for the process. */
    int forecast(SparkSession spark, List<ReplicationPlan> plans) {
        ReplicationTable table = ReplicationTable.ofForecasts();
        for (ReplicationPlan plan : plans) {
            attempt(plan, () -> table.add(plan, job.compare(spark, plan)));
        }
        out.print(table);
        out.flush();
        return status.code();
    }

    private void attempt(ReplicationPlan plan, Runnable run) {
        try {
            Optional<ReplicationObstacle> obstacle = job.obstacle(plan);
            if (obstacle.isPresent()) {
                throw new StoreException("Cannot replicate the bucket \""
                        + plan.terms().source().alias() + "\" to \""
                        + plan.terms().destination().alias() + "\": "
                        + obstacle.get().text());
            }
            if (plan.isEnabled()) {
                run.run();
            }
        } catch (Exception failure) {
            // Spark, being Scala, throws checked exceptions that no signature names.
            ExecutionErrors.tell("replication " + plan.name(), failure, commandLine);
            worsen(ExitStatus.FAILED);
        }
    }

    private ReplicationResult copy(SparkSession spark, ReplicationPlan plan, TaskCounts counts) {
        Instant begun = Instant.now();
        try (ProgressReporter reporter = ProgressReporter.start(err, terminal, () -> progress(plan, counts, begun))) {
            return job.copy(spark, plan);
        }
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
            worsen(ExitStatus.INCOMPLETE);
        }
    }

    private void verify(SparkSession spark, ReplicationPlan plan) {
        Optional<DiffCounts> found = job.verify(spark, plan);
        if (found.isPresent()) {
            long missing = ReplicationJob.missing(found.get());
            if (missing > 0) {
                err.println("Cannot verify replication " + plan.name() + ": "
                        + Quantity.of(missing, "version") + " of before its start "
                        + (missing == 1 ? "is" : "are") + " still missing at the destination.");
                worsen(ExitStatus.FAILED);
            } else {
                out.println("Verified " + plan.name() + ": nothing of before its start is missing.");
            }
        }
    }

    private void worsen(ExitStatus other) {
        boolean isWorse = status == ExitStatus.DONE || other == ExitStatus.FAILED;
        status = isWorse ? other : status;
    }
}
