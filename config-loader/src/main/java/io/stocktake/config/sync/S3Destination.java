package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a sync writes.
 *
 * @param bucketName the destination's alias in stores.yaml
 * @param prefix what stands before every key
 * @param syncFormat the files' format
 * @param region the Region of the bucket
 * @param awsKmsKeyArn the key that encrypts what is written; absent: the bucket's own default
 * @param destinationDataSharing present where every account of the organization is synced
 */
public record S3Destination(
        String bucketName,
        Optional<String> prefix,
        SyncFormat syncFormat,
        String region,
        Optional<String> awsKmsKeyArn,
        Optional<DataSharing> destinationDataSharing) {

    public S3Destination {
        requireNonNull(bucketName, "bucketName");
        requireNonNull(prefix, "prefix");
        requireNonNull(syncFormat, "syncFormat");
        requireNonNull(region, "region");
        requireNonNull(awsKmsKeyArn, "awsKmsKeyArn");
        requireNonNull(destinationDataSharing, "destinationDataSharing");
    }
}
