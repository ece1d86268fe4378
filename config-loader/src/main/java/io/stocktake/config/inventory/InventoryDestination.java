package io.stocktake.config.inventory;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where and how reports are delivered ({@code Destination.S3BucketDestination}).
 *
 * @param bucketArn the destination's ARN as written, such as {@code arn:aws:s3:::reports}
 * @param accountId the account that must own the destination; compared before anything is written
 * @param format the data files' format
 * @param prefix what stands before every delivered key; a trailing slash in it adds no second one
 * @param encryption the encryption asked for every delivered object
 */
public record InventoryDestination(
        String bucketArn,
        Optional<String> accountId,
        ReportFormat format,
        Optional<String> prefix,
        ReportEncryption encryption) {

    public InventoryDestination {
        requireNonNull(bucketArn, "bucketArn");
        requireNonNull(accountId, "accountId");
        requireNonNull(format, "format");
        requireNonNull(prefix, "prefix");
        requireNonNull(encryption, "encryption");
    }

    /** The ARN's last part: the destination's alias in stores.yaml. */
    public String bucket() {
        return bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
    }
}
