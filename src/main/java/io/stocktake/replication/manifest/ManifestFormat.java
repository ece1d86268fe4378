package io.stocktake.replication.manifest;

import io.stocktake.replication.report.CompletionReportManifest;

/** What a manifest is. */
public enum ManifestFormat {
    /** A CSV of {@code bucket,url-encoded-key[,version-id]}. */
    CSV("S3BatchOperations_CSV_20180820"),
    /** The manifest.json of an inventory report. S3 Batch Operations takes reports in CSV; here any format will do. */
    INVENTORY_REPORT("S3InventoryReport_CSV_20161130"),
    /** The manifest.json of a completion report: its failed tasks are the work. */
    COMPLETION_REPORT(CompletionReportManifest.FORMAT);

    private final String awsName;

    ManifestFormat(String awsName) {
        this.awsName = awsName;
    }

    /** As AWS calls it. */
    public String awsName() {
        return awsName;
    }
}
