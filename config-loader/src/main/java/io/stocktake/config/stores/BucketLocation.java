package io.stocktake.config.stores;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A bucket and the store that it is in.
 *
 * <p>Two locations are the same bucket only if store and name are: see {@link #isSameBucketAs}.
 *
 * @param store the store
 * @param alias what documents, ARNs, options, reports and messages call the bucket
 * @param name what requests to the store call it
 */
public record BucketLocation(Store store, String alias, String name) implements Serializable {

    public BucketLocation {
        requireNonNull(store, "store");
        requireNonNull(alias, "alias");
        requireNonNull(name, "name");
    }

    /** Whether both are one bucket, by whatever aliases. */
    public boolean isSameBucketAs(BucketLocation other) {
        return store.name().equals(other.store.name()) && name.equals(other.name);
    }
}
