package io.stocktake.replication.diff;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads the rows of one range, in order. */
final class DiffRowReader implements PartitionReader<InternalRow> {
    private final DiffReader reader;
    private final DiffRowWriter rows;

    DiffRowReader(DiffPartition partition) {
        this.reader = DiffReader.open(partition.request(), partition.range());
        this.rows = new DiffRowWriter(partition.columns());
    }

    @Override
    public boolean next() {
        boolean isThere = reader.next();
        if (isThere) {
            rows.set(reader.get());
        }
        return isThere;
    }

    @Override
    public InternalRow get() {
        return rows.row();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return DiffMetrics.values(reader.counts());
    }

    @Override
    public void close() {
        reader.close();
    }
}
