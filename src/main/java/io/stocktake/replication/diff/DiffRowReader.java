package io.stocktake.replication.diff;

import io.stocktake.s3.KeyRange;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads the rows of one range, in order. */
final class DiffRowReader implements PartitionReader<InternalRow> {
    private final DiffReader reader;
    private final DiffRowWriter rows;

    DiffRowReader(DiffRequest request, KeyRange range, List<DiffColumn> columns) {
        this.reader = DiffReader.open(request, range);
        this.rows = new DiffRowWriter(columns);
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
