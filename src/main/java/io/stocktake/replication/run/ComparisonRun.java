package io.stocktake.replication.run;

import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.diff.DiffRequest;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Compares a source with one destination, and copies nothing. */
public final class ComparisonRun {
    private ComparisonRun() {}

    /**
     * What the comparison finds.
     *
     * @param work where the work is found
     * @param plan a directory of any file system that Hadoop knows, for files that name what would be copied; empty: none
     *     are written
     * @throws RuntimeException if the comparison could not be finished
     */
    public static DiffCounts run(SparkSession spark, DiffRequest request, WorkSource work, Optional<String> plan) {
        Optional<PlanDirectory> directory = plan.map(location -> new PlanDirectory(
                location, request.terms().source().name(), spark.sparkContext().hadoopConfiguration()));
        return run(spark, request, PreparedWork.of(spark, request, work), directory);
    }

    private static <W> DiffCounts run(
            SparkSession spark, DiffRequest request, PreparedWork<W> prepared, Optional<PlanDirectory> plan) {
        ResultSum sum = new ResultSum();
        new TaskRunner<W>(spark)
                .run(prepared.pieces(), new ComparisonTask<>(request, prepared.work(), plan), outcome -> {
                    sum.add(outcome);
                    return TaskRunner.Next.GO_ON;
                });
        return sum.result(ReplicationResult.End.COMPLETE, Optional.empty()).found();
    }
}
