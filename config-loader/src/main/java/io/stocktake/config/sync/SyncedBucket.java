package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * A bucket whose report a sync has brought, so that it need not be read again.
 *
 * @param accountId the account that owns the bucket
 * @param region its Region
 * @param bucket its name; unique in account and Region
 * @param report names the report that was brought, in the words of the job that brought it
 */
public record SyncedBucket(String accountId, String region, String bucket, String report) {

    /** By account, Region and name, which no two buckets of a sync share. */
    static final Comparator<SyncedBucket> ORDER = Comparator.comparing(SyncedBucket::accountId)
            .thenComparing(SyncedBucket::region)
            .thenComparing(SyncedBucket::bucket);

    public SyncedBucket {
        requireNonNull(accountId, "accountId");
        requireNonNull(region, "region");
        requireNonNull(bucket, "bucket");
        requireNonNull(report, "report");
    }
}
