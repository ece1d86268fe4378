package io.stocktake.config.stores;

import java.util.Optional;

/**
 * The ARN of a bucket, {@code arn:partition:s3:region:account:bucket}, its Region always empty and its account too where
 * S3 takes it.
 *
 * @param partition {@code aws}, {@code aws-cn} and the like
 * @param account empty in an ARN that S3 takes
 * @param bucket the bucket's alias in stores.yaml
 */
public record BucketArn(String partition, String account, String bucket) {

    /** The ARN in {@code text}, or empty where it is not that of a bucket. */
    public static Optional<BucketArn> parse(String text) {
        String[] parts = text.split(":", 6);
        boolean ofBucket = parts.length == 6
                && parts[0].equals("arn")
                && parts[1].matches("aws[a-z-]*")
                && parts[2].equals("s3")
                && parts[3].isEmpty()
                && BucketAlias.isValid(parts[5]);
        return ofBucket ? Optional.of(new BucketArn(parts[1], parts[4], parts[5])) : Optional.empty();
    }
}
