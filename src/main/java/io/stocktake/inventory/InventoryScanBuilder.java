package io.stocktake.inventory;

import io.stocktake.inventory.file.Verification;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes what a query wants of a report. */
final class InventoryScanBuilder implements SupportsPushDownRequiredColumns {
    private final Report report;
    private final ReportAccess access;
    private final Verification verification;
    private StructType wanted;

    InventoryScanBuilder(Report report, ReportAccess access, Verification verification, StructType schema) {
        this.report = report;
        this.access = access;
        this.verification = verification;
        this.wanted = schema;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        this.wanted = requiredSchema;
    }

    @Override
    public Scan build() {
        return new InventoryScan(report, access, verification, wanted);
    }
}
