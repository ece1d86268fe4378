package io.stocktake.inventory;

import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A report as Spark sees it. */
final class InventoryTable implements SupportsRead {
    private final StructType schema;
    private final Optional<Report> report;

    /**
     * @param schema the columns, the report's own or fewer
     * @param report the report, if it was already found; else the options of a read say where it is
     */
    InventoryTable(StructType schema, Optional<Report> report) {
        this.schema = schema;
        this.report = report;
    }

    @Override
    public String name() {
        return report.map(found -> InventoryDataSource.NAME + " " + found.manifest())
                .orElse(InventoryDataSource.NAME);
    }

    @Override
    @SuppressWarnings("deprecation") // Spark's own default of columns() calls it.
    public StructType schema() {
        return schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        InventoryReadOptions readOptions = InventoryReadOptions.of(options);
        Report read = report.orElseGet(() -> InventoryDataSource.find(readOptions));
        return new InventoryScanBuilder(read, readOptions.verification(), schema);
    }
}
