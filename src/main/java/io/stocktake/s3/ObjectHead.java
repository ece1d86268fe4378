package io.stocktake.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * What a HeadObject tells of an object version beyond its listing, in the words of an inventory report.
 *
 * @param replicationStatus PENDING, COMPLETED, FAILED or REPLICA
 * @param encryptionStatus SSE-S3, SSE-KMS, DSSE-KMS, SSE-C or NOT-SSE
 * @param lockMode GOVERNANCE or COMPLIANCE
 * @param legalHoldStatus ON or OFF; empty where it was never set
 * @param accessTier ARCHIVE or DEEP_ARCHIVE of Intelligent-Tiering; S3 tells no other
 * @param bucketKeyStatus ENABLED or DISABLED
 * @param expirationDate when a lifecycle rule will expire the version
 */
public record ObjectHead(
        Optional<String> replicationStatus,
        String encryptionStatus,
        Optional<Instant> retainUntilDate,
        Optional<String> lockMode,
        Optional<String> legalHoldStatus,
        Optional<String> accessTier,
        String bucketKeyStatus,
        Optional<Instant> expirationDate) {

    /** BucketKeyStatus of every row that is not encrypted under an S3 Bucket Key, delete markers included. */
    public static final String BUCKET_KEY_DISABLED = "DISABLED";
}
