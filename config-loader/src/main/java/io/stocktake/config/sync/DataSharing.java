package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code DestinationDataSharing.DestinationDataSharingType}: who else writes to the destination. */
public enum DataSharing implements AwsNamed {
    ORGANIZATION("Organization");

    private final String awsName;

    DataSharing(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
