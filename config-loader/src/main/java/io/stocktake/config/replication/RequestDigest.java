package io.stocktake.config.replication;

import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Whether the body of a request is the one whose digest the caller gives, as S3 checks it. */
public final class RequestDigest {

    public static final Refusal INVALID_DIGEST =
            new Refusal(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");

    public static final Refusal BAD_DIGEST =
            new Refusal(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");

    public static final Refusal INVALID_CHECKSUM_ALGORITHM =
            new Refusal(400, "InvalidRequest", "Value for x-amz-sdk-checksum-algorithm header is invalid.");

    /** The enumeration of the API model (2006-03-01, as of 2026). */
    private static final List<String> CHECKSUM_ALGORITHMS = List.of(
            "CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128");

    private static final int MD5_BYTES = 16;

    private RequestDigest() {}

    /**
     * What S3 refuses for a {@code Content-MD5} (RFC 1864), or empty where it is the digest of {@code body}.
     *
     * @param body the document as the caller gives it, byte for byte
     * @param contentMd5 the Base64 text of 16 bytes
     */
    public static Optional<Problem> refusal(byte[] body, String contentMd5) {
        Optional<byte[]> expected = decode(contentMd5);
        if (expected.isEmpty()) {
            return Optional.of(problem(
                    "ContentMD5", contentMd5, "is not the Base64 text of " + MD5_BYTES + " bytes", INVALID_DIGEST));
        }
        byte[] actual = md5(body);
        return MessageDigest.isEqual(expected.get(), actual)
                ? Optional.empty()
                : Optional.of(problem(
                        "ContentMD5",
                        contentMd5,
                        "is not the digest of the document, which is "
                                + Base64.getEncoder().encodeToString(actual),
                        BAD_DIGEST));
    }

    /** What S3 refuses for a {@code ChecksumAlgorithm}, or empty where it knows it. The client computes the checksum. */
    public static Optional<Problem> algorithmRefusal(String checksumAlgorithm) {
        return CHECKSUM_ALGORITHMS.contains(checksumAlgorithm)
                ? Optional.empty()
                : Optional.of(problem(
                        "ChecksumAlgorithm",
                        checksumAlgorithm,
                        "is not one of " + String.join(", ", CHECKSUM_ALGORITHMS),
                        INVALID_CHECKSUM_ALGORITHM));
    }

    private static Optional<byte[]> decode(String contentMd5) {
        try {
            return Optional.of(Base64.getDecoder().decode(contentMd5)).filter(bytes -> bytes.length == MD5_BYTES);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static byte[] md5(byte[] body) {
        try {
            return MessageDigest.getInstance("MD5").digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has MD5", impossible);
        }
    }

    private static Problem problem(String path, String value, String why, Refusal refusal) {
        return new Problem("the command", path, Optional.of(value), why, refusal);
    }
}
