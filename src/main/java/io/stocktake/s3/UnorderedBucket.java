package io.stocktake.s3;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Listing;

/** Refuses buckets whose listings are in no order, for what needs S3's order. */
public final class UnorderedBucket {
    private UnorderedBucket() {}

    /**
     * Passes a bucket whose listings are in the order of keys.
     *
     * @param cannot what cannot be done, for example {@code Cannot compare}
     * @param why what the order is needed for, and the way out where there is one
     * @throws StoreException for another bucket
     */
    public static void refuse(BucketLocation bucket, String cannot, String why) {
        if (Listing.of(bucket) == Listing.ORDERED) {
            return;
        }
        String reason = Listing.isOfDirectoryBucket(bucket.name())
                ? "it is a directory bucket, which is listed in no order"
                : "stores.yaml says \"listing: unordered\" of the store";
        throw new StoreException(cannot + " bucket \"" + bucket.alias() + "\" of store \""
                + bucket.store().name() + "\": " + reason + ", and " + why);
    }
}
