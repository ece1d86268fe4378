package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code SyncSource.SourceType}: one account, or the accounts of an organization. */
public enum SourceType implements AwsNamed {
    SINGLE_ACCOUNT_MULTI_REGIONS("SingleAccountMultiRegions"),
    AWS_ORGANIZATIONS("AwsOrganizations");

    private final String awsName;

    SourceType(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
