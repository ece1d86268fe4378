package io.stocktake.config.sync;

import io.stocktake.config.document.AwsNamed;

/** {@code AwsOrganizationsSource.OrganizationSourceType}. */
public enum OrganizationSourceType implements AwsNamed {
    ORGANIZATIONAL_UNITS("OrganizationalUnits"),
    ENTIRE_ORGANIZATION("EntireOrganization");

    private final String awsName;

    OrganizationSourceType(String awsName) {
        this.awsName = awsName;
    }

    @Override
    public String awsName() {
        return awsName;
    }
}
