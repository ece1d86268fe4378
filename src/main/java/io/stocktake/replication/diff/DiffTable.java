package io.stocktake.replication.diff;

import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The diff of two buckets as a table. */
final class DiffTable implements SupportsRead {
    private final DiffOptions options;

    DiffTable(DiffOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return DiffDataSource.SHORT_NAME + " "
                + options.request().terms().source().alias() + " "
                + options.request().terms().destination().alias();
    }

    @Override
    @SuppressWarnings("deprecation") // columns() replaces it, but every Spark of ours still has this one.
    public StructType schema() {
        return DiffColumn.schema(Arrays.asList(DiffColumn.values()));
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap scanOptions) {
        return new DiffScanBuilder(options);
    }
}
