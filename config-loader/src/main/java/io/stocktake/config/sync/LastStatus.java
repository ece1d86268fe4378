package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** How a sync's last run went, as {@code LastStatus} of its list item. */
public enum LastStatus implements AwsNamed {
    SUCCESSFUL("Successful"),
    FAILED("Failed"),
    IN_PROGRESS("InProgress");

    private final String awsName;

    LastStatus(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
