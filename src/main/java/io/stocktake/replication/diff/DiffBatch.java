package io.stocktake.replication.diff;

import io.stocktake.listing.TaskSlots;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.planning.RangeTarget;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Cuts a diff into ranges, one a partition. */
final class DiffBatch implements Batch {
    private final DiffOptions options;
    private final List<DiffColumn> columns;

    DiffBatch(DiffOptions options, List<DiffColumn> columns) {
        this.options = options;
        this.columns = columns;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return ranges().stream().map(DiffPartition::new).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new DiffReaderFactory(options.request(), columns);
    }

    private List<KeyRange> ranges() {
        if (options.request().emitted().isEmpty()) {
            // The query asks for no outcome that there is.
            return List.of();
        }
        if (!options.cuts().isEmpty()) {
            return DiffPlanner.cutAt(options.cuts());
        }
        RangeTarget target = options.ranges().isPresent()
                ? RangeTarget.exactly(options.ranges().getAsInt())
                : RangeTarget.forSlots(TaskSlots.of(SparkSession.active().sparkContext()));
        return DiffPlanner.plan(options.request(), target);
    }
}
