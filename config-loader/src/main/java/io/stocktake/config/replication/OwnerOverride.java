package io.stocktake.config.replication;

import io.stocktake.config.document.AwsNamed;

/** {@code AccessControlTranslation.Owner}: who owns the replicas. */
public enum OwnerOverride implements AwsNamed {
    /** The account that owns the destination bucket. */
    DESTINATION;

    @Override
    public String awsName() {
        return "Destination";
    }
}
