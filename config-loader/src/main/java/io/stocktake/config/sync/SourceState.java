package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code SyncSource.State} of a list item: what keeps a source from being read. */
public enum SourceState implements AwsNamed {
    ORGANIZATION_NOT_EXISTS("OrganizationNotExists"),
    NO_PERMISSIONS("NoPermissions"),
    INVALID_ORGANIZATION("InvalidOrganization"),
    TRUSTED_ACCESS_DISABLED("TrustedAccessDisabled");

    private final String awsName;

    SourceState(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
