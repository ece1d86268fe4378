package io.stocktake.listing;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A bucket as a table. A listing of current objects has no version columns. */
final class ListingTable implements SupportsRead {
    private final ListingOptions options;

    ListingTable(ListingOptions options) {
        this.options = options;
    }

    static StructType schema(ListingOptions options) {
        EnumSet<ObjectColumn> columns = EnumSet.allOf(ObjectColumn.class);
        if (options.versions() == IncludedObjectVersions.CURRENT) {
            columns.removeAll(List.copyOf(ObjectColumn.VERSIONS));
        }
        return ObjectColumn.schema(columns);
    }

    @Override
    public String name() {
        return ListingDataSource.SHORT_NAME + " " + options.bucket().alias();
    }

    @Override
    @SuppressWarnings("deprecation") // columns() replaces it, but every Spark of ours still has this one.
    public StructType schema() {
        return schema(options);
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new ListingScanBuilder(options);
    }
}
