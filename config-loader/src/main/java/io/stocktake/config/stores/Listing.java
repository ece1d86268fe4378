package io.stocktake.config.stores;

/** What a store's listings promise ({@code listing} in stores.yaml). */
public enum Listing {
    /**
     * The default: what S3 promises of general purpose buckets. Keys ascend by their UTF-8 bytes, and a listing can start
     * behind any key, so that a bucket can be listed in many ranges side by side. A listing that breaks the promise fails.
     */
    ORDERED,
    /**
     * Keys come in any order, or a listing starts where the store likes: a bucket is listed from its beginning to its end,
     * in one stream.
     */
    UNORDERED;

    /**
     * The end of a directory bucket's name. Source: S3 User Guide, "Directory bucket naming rules"; "ListObjectsV2" of the
     * S3 API Reference, by which these list in no order and take no StartAfter.
     */
    private static final String DIRECTORY_BUCKET = "--x-s3";

    /** Whether requests' name of a bucket is that of a directory bucket, whose listings promise nothing. */
    public static boolean isOfDirectoryBucket(String name) {
        return name.endsWith(DIRECTORY_BUCKET);
    }

    /** What listings of the bucket promise. */
    public static Listing of(BucketLocation bucket) {
        return isOfDirectoryBucket(bucket.name()) ? UNORDERED : bucket.store().listing();
    }
}
