package io.stocktake.sync;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import java.io.Serializable;

/**
 * The bucket that a capture is about.
 *
 * @param accountId the account of its store; {@link Stores#UNKNOWN_ACCOUNT} where stores.yaml tells none
 * @param region the Region of its store
 * @param bucket its name, as requests to the store call it; unique in account and Region
 */
public record CapturedResource(String accountId, String region, String bucket) implements Serializable {

    public CapturedResource {
        requireNonNull(accountId, "accountId");
        requireNonNull(region, "region");
        requireNonNull(bucket, "bucket");
    }

    /** The resource that a bucket of these stores is. */
    public static CapturedResource of(BucketLocation location, Stores stores) {
        return new CapturedResource(
                stores.account(location.store()), location.store().region(), location.name());
    }
}
