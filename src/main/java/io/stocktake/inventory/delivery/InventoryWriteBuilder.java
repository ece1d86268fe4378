package io.stocktake.inventory.delivery;

import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Plans the delivery of a report from the options of a write. Sends nothing: planning may be all that is asked for. */
public final class InventoryWriteBuilder implements WriteBuilder {
    private final LogicalWriteInfo info;

    /** A delivery as the options and the schema of this write describe it. */
    public InventoryWriteBuilder(LogicalWriteInfo info) {
        this.info = info;
    }

    @Override
    public Write build() {
        return new InventoryWrite(
                InventoryDelivery.fromOptions(info.options().asCaseSensitiveMap()), ReportColumns.of(info.schema()));
    }
}
