package io.stocktake.listing;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.Listing;
import io.stocktake.s3.KeyRange;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsReportOrdering;
import org.apache.spark.sql.types.StructType;

/**
 * A listing of these columns over this range. Each partition is ordered by key, so that a report needs no sort, except
 * where the store lists in no order.
 */
final class ListingScan implements Scan, SupportsReportOrdering {
    private final ListingOptions options;
    private final List<ObjectColumn> columns;
    private final KeyRange range;

    ListingScan(ListingOptions options, List<ObjectColumn> columns, KeyRange range) {
        this.options = options;
        this.columns = columns;
        this.range = range;
    }

    @Override
    public StructType readSchema() {
        return ObjectColumn.schema(columns);
    }

    @Override
    public String description() {
        String versions = options.versions() == IncludedObjectVersions.ALL ? "all versions" : "current objects";
        return ListingDataSource.SHORT_NAME + " of " + versions + " in bucket "
                + options.bucket().alias() + ", prefix \"" + options.prefix() + "\", keys " + range;
    }

    @Override
    public SortOrder[] outputOrdering() {
        boolean isOrdered = Listing.of(options.bucket()) == Listing.ORDERED;
        return isOrdered && columns.contains(ObjectColumn.KEY)
                ? new SortOrder[] {
                    Expressions.sort(
                            Expressions.column(ObjectColumn.KEY.columnName()),
                            SortDirection.ASCENDING,
                            NullOrdering.NULLS_FIRST)
                }
                : new SortOrder[0];
    }

    /** Else Spark plans the partitions, and so sends the planner's probes, to explain a query. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public Batch toBatch() {
        return new ListingBatch(options, columns, range);
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return ListingMetrics.all();
    }
}
