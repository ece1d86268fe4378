package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes versions: their ETags, checksums, owners and dates. */
final class ObjectVersions {
    private final StoredBucket bucket;

    ObjectVersions(StoredBucket bucket) {
        this.bucket = bucket;
    }

    /** Everything but the id and, unless the request brings it, the date; done before the bucket's lock is taken. */
    ObjectVersion draft(PutRequest request) {
        Account owner = OwnershipOperations.owner(request, bucket);
        AccessControlList acl = AccessControlList.canned(request.acl, owner, bucket.owner());
        if (!request.grants.isEmpty()) {
            List<Grant> grants = new ArrayList<>(acl.grants());
            grants.addAll(request.grants);
            acl = new AccessControlList(owner, grants);
        }
        List<ObjectPart> parts = parts(request);
        ObjectVersion.Description description = new ObjectVersion.Description(
                request.storageClass,
                request.headers,
                request.metadata,
                kept(request.encryption, bucket),
                request.checksumAlgorithm
                        .filter(unused -> !bucket.deviates(KnownDeviation.NO_CHECKSUMS))
                        .flatMap(algorithm -> checksum(request, algorithm, parts)),
                parts);
        ObjectVersion.Properties properties = new ObjectVersion.Properties(
                acl,
                Map.copyOf(request.tags),
                request.retention,
                request.hold,
                request.replicationStatus,
                request.archiveStatus,
                request.expiration);
        return new ObjectVersion(
                request.key,
                ObjectVersion.NULL_ID,
                false,
                request.lastModified
                        .map(date -> date.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(Instant.MAX),
                request.content,
                request.eTag.orElseGet(() -> eTag(request, bucket)),
                description,
                properties);
    }

    ObjectVersion numbered(ObjectVersion draft, String versionId) {
        Instant date = draft.lastModified().equals(Instant.MAX) ? now() : draft.lastModified();
        ObjectVersion.Properties properties = draft.properties();
        if (properties.retention().isEmpty()) {
            properties = properties.withRetention(bucket.lockConfiguration()
                    .flatMap(StoredBucket.LockConfiguration::defaultRetention)
                    .map(retention -> retention.from(date)));
        }
        return new ObjectVersion(
                draft.key(), versionId, false, date, draft.content(), draft.eTag(), draft.description(), properties);
    }

    ObjectVersion deleteMarker(Key key, String versionId, Account owner, Optional<Instant> date) {
        return new ObjectVersion(
                key,
                versionId,
                true,
                date.map(given -> given.truncatedTo(ChronoUnit.MILLIS)).orElseGet(ObjectVersions::now),
                Content.of(new byte[0]),
                "",
                new ObjectVersion.Description("", Map.of(), Map.of(), Encryption.none(), Optional.empty(), List.of()),
                new ObjectVersion.Properties(
                        AccessControlList.canned("private", owner, bucket.owner()),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What a store does with the encryption that is asked for. */
    static Encryption kept(Encryption asked, StoredBucket bucket) {
        return asked.kind() == Encryption.Kind.S3 && bucket.deviates(KnownDeviation.NO_SSE_S3)
                ? Encryption.none()
                : asked;
    }

    private static String eTag(PutRequest request, StoredBucket bucket) {
        if (request.partSizes.isEmpty()) {
            return eTag(request.content, request.encryption, bucket);
        }
        MessageDigest md5s = Digests.of("MD5");
        request.parts().forEach(part -> md5s.update(part.md5()));
        return Digests.hex(md5s.digest()) + "-" + request.partSizes.size();
    }

    /** The MD5 of the content where S3 tells it, else something that depends on the key it is encrypted with. */
    static String eTag(Content content, Encryption encryption, StoredBucket bucket) {
        byte[] md5 = content.md5();
        if (!encryption.hidesMd5() || bucket.deviates(KnownDeviation.KMS_ETAG_IS_MD5)) {
            return Digests.hex(md5);
        }
        MessageDigest hidden = Digests.of("MD5");
        hidden.update(encryption.toString().getBytes(StandardCharsets.UTF_8));
        return Digests.hex(hidden.digest(md5));
    }

    private static List<ObjectPart> parts(PutRequest request) {
        Optional<ChecksumAlgorithm> composite = request.checksumAlgorithm.filter(
                algorithm -> algorithm.isComputed() && checksumType(request, algorithm) == Checksum.Type.COMPOSITE);
        return request.partSizes.isEmpty()
                ? List.of()
                : request.parts().stream()
                        .map(part -> new ObjectPart(
                                part.length(), composite.flatMap(part::digest).map(Checksum::base64)))
                        .toList();
    }

    private static Checksum.Type checksumType(PutRequest request, ChecksumAlgorithm algorithm) {
        return request.checksumType.orElse(
                request.partSizes.isEmpty() || algorithm.fullObjectByDefault()
                        ? Checksum.Type.FULL_OBJECT
                        : Checksum.Type.COMPOSITE);
    }

    private static Optional<Checksum> checksum(
            PutRequest request, ChecksumAlgorithm algorithm, List<ObjectPart> parts) {
        return checksumType(request, algorithm) == Checksum.Type.FULL_OBJECT || !algorithm.isComputed()
                ? Checksum.full(algorithm, request.content)
                : Checksum.composite(algorithm, parts);
    }
}
