package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code S3Destination.SyncFormat}. */
public enum SyncFormat implements AwsNamed {
    JSON_SER_DE("JsonSerDe");

    private final String awsName;

    SyncFormat(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
