package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What a GET or a HEAD tells of a version, of the source or of a replica. Immutable.
 *
 * @param listed the entry of the listing
 * @param size of the whole object, in bytes
 * @param eTag without quotes
 * @param headers what is kept with it as it was sent: Content-Type and its like, user metadata, website redirect
 * @param tagCount empty where the store does not tell, as it does for an object without tags
 * @param lock retention and legal hold
 * @param encryption the value of {@code x-amz-server-side-encryption}
 * @param encryptionKeyId the key of the KMS, where the store tells it
 * @param versionId the version's id as the answer tells it; empty where it does not
 * @param storageClass empty for STANDARD
 * @param checksum algorithm and type, where the store tells them
 * @param partsCount in an answer to a HEAD of the first part
 * @param firstPartLength in an answer to a HEAD of the first part; meaningless without partsCount
 */
record SourceObject(
        ListedVersion listed,
        long size,
        String eTag,
        Map<String, String> headers,
        OptionalInt tagCount,
        ObjectLock lock,
        Optional<String> encryption,
        Optional<String> encryptionKeyId,
        String versionId,
        Optional<String> storageClass,
        Optional<SourceChecksum> checksum,
        OptionalInt partsCount,
        long firstPartLength) {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final String KMS = "aws:kms";

    SourceObject {
        headers = Map.copyOf(headers);
    }

    static SourceObject of(ListedVersion listed, GetObjectResponse answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        keep(headers, "Content-Type", answer.contentType());
        keep(headers, "Cache-Control", answer.cacheControl());
        keep(headers, "Content-Disposition", answer.contentDisposition());
        keep(headers, "Content-Encoding", answer.contentEncoding());
        keep(headers, "Content-Language", answer.contentLanguage());
        keep(headers, "Expires", answer.expiresString());
        keep(headers, "x-amz-website-redirect-location", answer.websiteRedirectLocation());
        keepMetadata(headers, answer.metadata());
        return new SourceObject(
                listed,
                answer.contentLength(),
                unquoted(answer.eTag()),
                headers,
                count(answer.tagCount()),
                ObjectLock.of(
                        answer.objectLockModeAsString(),
                        answer.objectLockRetainUntilDate(),
                        answer.objectLockLegalHoldStatusAsString()),
                Optional.ofNullable(answer.serverSideEncryptionAsString()),
                Optional.ofNullable(answer.ssekmsKeyId()),
                answer.versionId() == null ? "" : answer.versionId(),
                storageClass(answer.storageClassAsString()),
                SourceChecksum.of(answer),
                OptionalInt.empty(),
                0);
    }

    static SourceObject of(ListedVersion listed, HeadObjectResponse answer) {
        Map<String, String> headers = new LinkedHashMap<>();
        keep(headers, "Content-Type", answer.contentType());
        keep(headers, "Cache-Control", answer.cacheControl());
        keep(headers, "Content-Disposition", answer.contentDisposition());
        keep(headers, "Content-Encoding", answer.contentEncoding());
        keep(headers, "Content-Language", answer.contentLanguage());
        keep(headers, "Expires", answer.expiresString());
        keep(headers, "x-amz-website-redirect-location", answer.websiteRedirectLocation());
        keepMetadata(headers, answer.metadata());
        return new SourceObject(
                listed,
                // The length of a HEAD of a part is the part's.
                answer.partsCount() == null ? answer.contentLength() : listed.size(),
                unquoted(answer.eTag()),
                headers,
                count(answer.tagCount()),
                ObjectLock.of(
                        answer.objectLockModeAsString(),
                        answer.objectLockRetainUntilDate(),
                        answer.objectLockLegalHoldStatusAsString()),
                Optional.ofNullable(answer.serverSideEncryptionAsString()),
                Optional.ofNullable(answer.ssekmsKeyId()),
                answer.versionId() == null ? "" : answer.versionId(),
                storageClass(answer.storageClassAsString()),
                SourceChecksum.of(answer),
                count(answer.partsCount()),
                answer.contentLength());
    }

    /** Whether it is encrypted with a key of a KMS, of one layer or of two. */
    boolean isKmsEncrypted() {
        return encryption.filter(algorithm -> algorithm.startsWith(KMS)).isPresent();
    }

    /** The content's MD5 in hexadecimal digits, where the ETag is one: with KMS keys it is not, or not on every store. */
    Optional<String> md5() {
        return isKmsEncrypted()
                ? Optional.empty()
                : Optional.of(eTag).filter(text -> MD5.matcher(text).matches());
    }

    static String unquoted(String eTag) {
        return eTag == null ? "" : eTag.replace("\"", "");
    }

    private static void keep(Map<String, String> headers, String name, String value) {
        if (value != null && !value.isEmpty()) {
            headers.put(name, value);
        }
    }

    private static void keepMetadata(Map<String, String> headers, Map<String, String> metadata) {
        metadata.forEach((name, value) -> headers.put("x-amz-meta-" + name, value));
    }

    private static OptionalInt count(Integer told) {
        return told == null ? OptionalInt.empty() : OptionalInt.of(told);
    }

    private static Optional<String> storageClass(String told) {
        return Optional.ofNullable(told).filter(name -> !name.isEmpty() && !name.equals("STANDARD"));
    }
}
