package io.stocktake.inventory.delivery;

import io.stocktake.inventory.file.ReportLayout;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;

/** What travels to the tasks: the delivery, without any secret, and where in a row its columns stand. */
final class InventoryWriterFactory implements DataWriterFactory {
    private static final long serialVersionUID = 1L;

    private final InventoryDelivery delivery;
    private final ReportColumns columns;

    InventoryWriterFactory(InventoryDelivery delivery, ReportColumns columns) {
        this.delivery = delivery;
        this.columns = columns;
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId) {
        return new InventoryDataWriter(
                delivery,
                Terms.open(delivery),
                new ReportLayout(delivery.format(), columns.columns()),
                columns.ordinals(),
                columns.keyOrdinal());
    }
}
