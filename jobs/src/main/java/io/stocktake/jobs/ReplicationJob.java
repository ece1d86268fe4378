package io.stocktake.jobs;

import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationCheck;
import io.stocktake.replication.ReplicationObstacle;
import io.stocktake.replication.copy.CopyTerms;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.diff.EligibilityCheck;
import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.replication.run.ComparisonRun;
import io.stocktake.replication.run.ReplicationRequest;
import io.stocktake.replication.run.ReplicationResult;
import io.stocktake.replication.run.ReplicationRun;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.Pace;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Runs one plan of replication as the options say: copies, or only says what would be copied. */
final class ReplicationJob {
    private final ReplicationOptions options;
    private final VersionFilter filter;
    private final ReplicationWork work;
    private final Optional<WorkingPlace> place;
    private final Instant started = Instant.now();

    ReplicationJob(
            ReplicationOptions options, VersionFilter filter, ReplicationWork work, Optional<WorkingPlace> place) {
        this.options = options;
        this.filter = filter;
        this.work = work;
        this.place = place;
    }

    /** A job on the options' defaults. */
    static ReplicationJob of(ReplicationWork work, Optional<WorkingPlace> place) {
        return new ReplicationJob(new ReplicationOptions(), VersionFilter.everything(), work, place);
    }

    /** Asks the stores whether the plan can be run; says why it cannot. */
    Optional<ReplicationObstacle> obstacle(ReplicationPlan plan) {
        return ReplicationCheck.ofSource(plan.terms().source(), options.versions())
                .or(() ->
                        ReplicationCheck.ofDestination(plan.terms().destination(), plan.account(), options.versions()));
    }

    /** Copies what is missing. */
    ReplicationResult copy(SparkSession spark, ReplicationPlan plan) {
        spark.sparkContext().setJobDescription("Replication " + plan.name());
        CopyTerms copy = CopyTerms.of(plan.terms())
                .withComplianceLocks(options.complianceLocks())
                .withInFlight(options.keysInFlight(), options.partsInFlight())
                .withPace(pace(spark));
        ReplicationRequest request = ReplicationRequest.of(diff(spark, plan), copy)
                .with(work.source())
                .withStaleAfter(work.staleAfter());
        if (place.isPresent()) {
            request = request.at(place.get());
        }
        if (work.isReported()) {
            request = request.reporting(work.scope());
        }
        return ReplicationRun.run(spark, request);
    }

    /** Where a dry run leaves what would be copied, if that is wanted. */
    Optional<PlanFile> planFile(SparkSession spark, ReplicationPlan plan) {
        return work.plan()
                .map(directory ->
                        PlanFile.of(directory, plan, spark.sparkContext().hadoopConfiguration()));
    }

    /**
     * Compares, and says what a copy would do.
     *
     * @param parts where tasks write what would be copied; empty: they do not
     */
    DiffCounts compare(SparkSession spark, ReplicationPlan plan, Optional<String> parts) {
        spark.sparkContext().setJobDescription("Dry run of replication " + plan.name());
        return ComparisonRun.run(spark, diff(spark, plan).with(EligibilityCheck.BEFORE_COPYING), work.source(), parts);
    }

    /** Whether what was there when the run began is to be compared once more. */
    boolean isVerified() {
        return work.isVerified();
    }

    /** Compares what was there when the run began once more. */
    DiffCounts verify(SparkSession spark, ReplicationPlan plan) {
        spark.sparkContext().setJobDescription("Verification of replication " + plan.name());
        DiffRequest request = diff(spark, plan).with(EligibilityCheck.BEFORE_COPYING);
        return ComparisonRun.run(
                spark,
                request.with(new ListedBefore(request.filter(), started)),
                work.verification(),
                Optional.empty());
    }

    /** How many versions a comparison found that are to be copied. */
    static long toBeCopied(DiffCounts found) {
        return found.total().versions(Outcome.SOURCE_ONLY) + found.total().versions(Outcome.CHANGED);
    }

    /** How many versions a comparison found that could be copied or repaired and are not. */
    static long missing(DiffCounts found) {
        return toBeCopied(found) + found.total().versions(Outcome.DRIFTED);
    }

    /** Each executor keeps to its share; those that come later are not known yet. */
    private Pace pace(SparkSession spark) {
        int executors =
                Math.max(1, spark.sparkContext().getExecutorMemoryStatus().size() - 1);
        return options.pace().dividedAmong(executors);
    }

    private DiffRequest diff(SparkSession spark, ReplicationPlan plan) {
        return DiffRequest.of(plan.terms())
                .with(options.onConflict())
                .comparing(options.compare())
                .with(filter)
                .at(pace(spark));
    }
}
