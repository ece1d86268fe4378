package io.stocktake.s3;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a HeadObject with {@code x-amz-checksum-mode} tells of an object version. Immutable.
 *
 * @param now the version as it is now: a listing's entry without a version id may have been overwritten since
 * @param head encryption, locks and the like
 * @param checksums values by the name of their algorithm, for example {@code CRC64NVME}; empty where the store keeps none
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}, where the store tells
 */
public record VersionHead(
        ListedVersion now, ObjectHead head, Map<String, String> checksums, Optional<String> checksumType) {
    public VersionHead {
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(head, "head");
        checksums = Map.copyOf(checksums);
        Objects.requireNonNull(checksumType, "checksumType");
    }

    /** Whether a plain ETag of this version is the MD5 of its content: that of KMS and SSE-C is not. */
    public boolean hasContentInETag() {
        return head.encryptionStatus().equals("NOT-SSE")
                || head.encryptionStatus().equals("SSE-S3");
    }
}
