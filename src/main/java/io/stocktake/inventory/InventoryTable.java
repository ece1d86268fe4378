package io.stocktake.inventory;

import io.stocktake.inventory.delivery.InventoryWriteBuilder;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A report as Spark sees it: one to read, or one to deliver, whose columns are those of the rows written. */
final class InventoryTable implements SupportsRead, SupportsWrite {
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
        return Set.of(TableCapability.BATCH_READ, TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        InventoryReadOptions readOptions = InventoryReadOptions.of(options);
        Report read = report.orElseGet(() -> InventoryDataSource.find(readOptions));
        return new InventoryScanBuilder(read, readOptions.access(), readOptions.verification(), schema);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new InventoryWriteBuilder(info);
    }
}
