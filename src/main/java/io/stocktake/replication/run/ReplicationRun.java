package io.stocktake.replication.run;

import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.replication.report.CompletionReport;
import io.stocktake.replication.report.DeliveredCompletionReport;
import io.stocktake.replication.report.ReportTerms;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a replication from one source to one destination, and sums up what its tasks have done. Nothing of the objects is
 * collected: a task answers with counts and with the files of the completion report that it has staged.
 */
public final class ReplicationRun {
    private final SparkSession spark;
    private final ReplicationRequest request;

    private ReplicationRun(SparkSession spark, ReplicationRequest request) {
        this.spark = spark;
        this.request = request;
    }

    /**
     * Compares and copies, and delivers the report.
     *
     * @throws RuntimeException if the comparison could not be finished; what was copied stays, and a later run goes on
     */
    public static ReplicationResult run(SparkSession spark, ReplicationRequest request) {
        return new ReplicationRun(spark, request).run();
    }

    private ReplicationResult run() {
        Instant started = Instant.now();
        if (request.place().isEmpty()) {
            return copy(request, started, Optional.empty());
        }
        try (LiveReplication live =
                LiveReplication.begin(request.place().get(), request.terms(), started, request.staleAfter())) {
            ReplicationRequest whole = live.unfinishedSince()
                    .map(since -> request.with(request.diff().comparingSince(since)))
                    .orElse(request);
            return copy(whole, started, Optional.of(live));
        }
    }

    private ReplicationResult copy(ReplicationRequest whole, Instant started, Optional<LiveReplication> live) {
        return copy(whole, PreparedWork.of(spark, whole.diff(), whole.work()), started, live);
    }

    private <W> ReplicationResult copy(
            ReplicationRequest whole, PreparedWork<W> prepared, Instant started, Optional<LiveReplication> live) {
        Optional<ReportTerms> terms = whole.report().flatMap(scope -> live.map(run -> run.report(scope)));
        ReplicationTask<W> task = new ReplicationTask<>(
                whole,
                prepared.work(),
                new ReplicationMetrics(spark.sparkContext()),
                started,
                live.map(LiveReplication::folder),
                terms);
        if (terms.isEmpty()) {
            return execute(prepared.pieces(), task, Optional.empty(), live);
        }
        try (CompletionReport report = CompletionReport.open(terms.get())) {
            return execute(prepared.pieces(), task, Optional.of(report), live);
        }
    }

    private <W> ReplicationResult execute(
            JavaRDD<W> pieces,
            ReplicationTask<W> task,
            Optional<CompletionReport> report,
            Optional<LiveReplication> live) {
        ResultSum sum = new ResultSum();
        ReplicationResult.End end = new TaskRunner<W>(spark).run(pieces, task, outcome -> {
            outcome.results().forEach(results -> report.ifPresent(open -> open.add(results)));
            sum.add(outcome);
            return sum.isThresholdCrossed() ? TaskRunner.Next.STOP : TaskRunner.Next.GO_ON;
        });
        live.ifPresent(LiveReplication::requireAlive);
        Optional<DeliveredCompletionReport> delivered = report.map(open -> open.commit(Instant.now()));
        if (end == ReplicationResult.End.COMPLETE && sum.isFinished()) {
            live.filter(run -> run.unfinishedSince().isEmpty() || isWhole()).ifPresent(LiveReplication::finish);
        }
        return sum.result(end, delivered);
    }

    /** Whether everything that an earlier run may have left unfinished was looked at. */
    private boolean isWhole() {
        return request.work().equals(WorkSource.listings())
                && request.diff().filter().equals(VersionFilter.everything());
    }
}
