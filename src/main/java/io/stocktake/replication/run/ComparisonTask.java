package io.stocktake.replication.run;

import io.stocktake.replication.copy.CopyCounts;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.diff.DiffRequest;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/**
 * Compares the keys of a piece of work and copies nothing. Runs on executors.
 *
 * @param <W> a piece of work
 */
final class ComparisonTask<W> extends AbstractFunction2<TaskContext, scala.collection.Iterator<W>, TaskOutcome>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DiffRequest request;
    private final Work<W> work;
    /** Null where none is written. */
    private final PlanDirectory plan;

    ComparisonTask(DiffRequest request, Work<W> work, Optional<PlanDirectory> plan) {
        this.request = request;
        this.work = work;
        this.plan = plan.orElse(null);
    }

    @Override
    public TaskOutcome apply(TaskContext context, scala.collection.Iterator<W> pieces) {
        try (Comparison comparison = work.open(request, context.partitionId(), CollectionConverters.asJava(pieces))) {
            DiffReader reader = comparison.reader();
            if (plan == null) {
                while (reader.next()) {
                    // What is counted on the way is the answer.
                }
            } else {
                plan.write(context.partitionId(), reader);
            }
            return new TaskOutcome(
                    reader.counts(),
                    Map.of(),
                    new CopyCounts(0, 0, 0, 0),
                    0,
                    0,
                    0,
                    ReplicationResult.End.COMPLETE,
                    List.of());
        }
    }
}
