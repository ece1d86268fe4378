package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code SyncType}: inventory to a bucket, or operational data from several Regions. */
public enum SyncType implements AwsNamed {
    SYNC_TO_DESTINATION("SyncToDestination"),
    SYNC_FROM_SOURCE("SyncFromSource");

    private final String awsName;

    SyncType(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
