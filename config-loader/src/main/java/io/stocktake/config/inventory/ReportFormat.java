package io.stocktake.config.inventory;

import io.stocktake.config.document.AwsNamed;

/** The format of a report's data files ({@code Destination.S3BucketDestination.Format}). */
public enum ReportFormat implements AwsNamed {
    CSV("CSV", "csv.gz"),
    ORC("ORC", "orc"),
    PARQUET("Parquet", "parquet");

    private final String awsName;
    private final String extension;

    ReportFormat(String awsName, String extension) {
        this.awsName = awsName;
        this.extension = extension;
    }

    /** The name that the configuration and the manifest's {@code fileFormat} carry. */
    @Override
    public String awsName() {
        return awsName;
    }

    /** What follows the UUID and a dot in the name of a data file. */
    public String extension() {
        return extension;
    }
}
