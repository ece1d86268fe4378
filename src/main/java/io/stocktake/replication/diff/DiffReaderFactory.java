package io.stocktake.replication.diff;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Opens the reader of a range where its task runs. It carries what all ranges share, of which the rules may be long: it is
 * sent once to each executor, a partition with each task.
 */
record DiffReaderFactory(DiffRequest request, List<DiffColumn> columns) implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new DiffRowReader(request, ((DiffPartition) partition).range(), columns);
    }
}
