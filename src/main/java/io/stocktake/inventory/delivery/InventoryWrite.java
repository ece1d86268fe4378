package io.stocktake.inventory.delivery;

import io.stocktake.listing.ObjectColumn;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/**
 * A delivery as Spark plans it: each task's rows ascend by key.
 *
 * <p>The key is all that is asked for, since it is all that a listing can promise: the versions of a key come newest first
 * as the store lists them, which no column tells exactly (the last-modified date of a multipart upload is that of its
 * start, and dates have whole seconds on some stores). So rows of a listing are written as they come. Rows that Spark has
 * to sort are sorted by key, the versions of one key in no particular order, and a finer sort under this one is dropped by
 * Spark's optimizer; whoever has versions in disorder sorts them ({@code repartitionByRange(key)},
 * {@code sortWithinPartitions(key, last_modified_date desc)}) and says {@link RowOrder#GIVEN}.
 *
 * <p>No distribution is asked for, as it would cost a shuffle; tasks whose keys overlap are refused at commit.
 */
final class InventoryWrite implements RequiresDistributionAndOrdering {
    private final InventoryDelivery delivery;
    private final ReportColumns columns;

    InventoryWrite(InventoryDelivery delivery, ReportColumns columns) {
        this.delivery = delivery;
        this.columns = columns;
    }

    @Override
    public Distribution requiredDistribution() {
        return Distributions.unspecified();
    }

    @Override
    public SortOrder[] requiredOrdering() {
        if (delivery.rowOrder() == RowOrder.GIVEN) {
            return new SortOrder[0];
        }
        return new SortOrder[] {
            Expressions.sort(Expressions.column(ObjectColumn.KEY.columnName()), SortDirection.ASCENDING)
        };
    }

    @Override
    public String description() {
        return "s3-inventory " + delivery.destination().alias() + "/"
                + delivery.location().root();
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return DeliveryMetric.all();
    }

    @Override
    public BatchWrite toBatch() {
        return new InventoryBatchWrite(delivery, columns);
    }
}
