package io.stocktake.replication.report;

import io.stocktake.config.stores.BucketLocation;

/**
 * A completion report that was delivered.
 *
 * @param bucket the bucket that it is in
 * @param manifest the key of its manifest
 * @param succeeded how many versions are where they should be, listed or not
 * @param failed how many are not
 * @param files the number of its result files
 * @param bytes their bytes
 */
public record DeliveredCompletionReport(
        BucketLocation bucket, String manifest, long succeeded, long failed, long files, long bytes) {}
