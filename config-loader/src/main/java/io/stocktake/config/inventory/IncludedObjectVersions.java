package io.stocktake.config.inventory;

import io.stocktake.config.document.AwsNamed;

/** Whether a report holds every version, delete markers included, or the current objects only. */
public enum IncludedObjectVersions implements AwsNamed {
    /** Every version and delete marker; adds the columns VersionId, IsLatest and IsDeleteMarker. */
    ALL("All"),
    /** Current objects; a key whose latest version is a delete marker is absent. */
    CURRENT("Current");

    private final String awsName;

    IncludedObjectVersions(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
