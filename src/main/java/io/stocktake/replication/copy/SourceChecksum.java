package io.stocktake.replication.copy;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The checksum that a store keeps with an object.
 *
 * @param algorithm as {@code x-amz-checksum-algorithm} names it
 * @param type FULL_OBJECT or COMPOSITE; empty where the store does not tell
 */
record SourceChecksum(String algorithm, Optional<String> type) {

    static Optional<SourceChecksum> of(GetObjectResponse answer) {
        return of(
                answer.checksumCRC64NVME(),
                answer.checksumCRC32(),
                answer.checksumCRC32C(),
                answer.checksumSHA1(),
                answer.checksumSHA256(),
                answer.checksumTypeAsString());
    }

    static Optional<SourceChecksum> of(HeadObjectResponse answer) {
        return of(
                answer.checksumCRC64NVME(),
                answer.checksumCRC32(),
                answer.checksumCRC32C(),
                answer.checksumSHA1(),
                answer.checksumSHA256(),
                answer.checksumTypeAsString());
    }

    private static Optional<SourceChecksum> of(
            String crc64, String crc32, String crc32c, String sha1, String sha256, String type) {
        String algorithm = crc64 != null
                ? "CRC64NVME"
                : crc32 != null
                        ? "CRC32"
                        : crc32c != null ? "CRC32C" : sha1 != null ? "SHA1" : sha256 != null ? "SHA256" : "";
        return algorithm.isEmpty()
                ? Optional.empty()
                : Optional.of(new SourceChecksum(algorithm, Optional.ofNullable(type)));
    }
}
