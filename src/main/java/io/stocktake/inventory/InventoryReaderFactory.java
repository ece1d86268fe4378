package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportSchema;
import io.stocktake.inventory.file.Verification;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.util.SerializableConfiguration;

/** What every task of a read has in common. */
final class InventoryReaderFactory implements PartitionReaderFactory {
    private final ReportAccess access;
    private final ReportSchema schema;
    private final int[] columns;
    private final Verification verification;
    private final Broadcast<SerializableConfiguration> configuration;

    InventoryReaderFactory(
            ReportAccess access,
            ReportSchema schema,
            int[] columns,
            Verification verification,
            Broadcast<SerializableConfiguration> configuration) {
        this.access = access;
        this.schema = schema;
        this.columns = columns.clone();
        this.verification = verification;
        this.configuration = configuration;
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return new InventoryPartitionReader(
                ((InventoryPartition) partition).files(),
                schema,
                columns,
                verification,
                access.open(configuration.value().value()));
    }
}
