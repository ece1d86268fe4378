package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
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
                request.encryption,
                request.checksumAlgorithm.map(algorithm -> checksum(request, algorithm, parts)),
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
                request.eTag.orElseGet(() -> eTag(request)),
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

    private static String eTag(PutRequest request) {
        byte[] content = request.content.bytes();
        if (request.partSizes.isEmpty()) {
            return eTag(content, request.encryption);
        }
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (byte[] part : split(content, request.partSizes)) {
            digests.writeBytes(Digests.md5(part));
        }
        return Digests.hex(Digests.md5(digests.toByteArray())) + "-" + request.partSizes.size();
    }

    /** The MD5 of the content where S3 tells it, else something that depends on the key it is encrypted with. */
    static String eTag(byte[] content, Encryption encryption) {
        if (!encryption.hidesMd5()) {
            return Digests.hex(Digests.md5(content));
        }
        var digest = Digests.of("MD5");
        digest.update(encryption.toString().getBytes(StandardCharsets.UTF_8));
        return Digests.hex(digest.digest(content));
    }

    private static List<ObjectPart> parts(PutRequest request) {
        Optional<ChecksumAlgorithm> composite = request.checksumAlgorithm.filter(
                algorithm -> algorithm.isComputed() && checksumType(request, algorithm) == Checksum.Type.COMPOSITE);
        List<ObjectPart> parts = new ArrayList<>();
        long from = 0;
        for (long size : request.partSizes) {
            Content part = request.content.slice(from, size);
            parts.add(new ObjectPart(size, composite.map(algorithm -> algorithm.of(part.bytes()))));
            from += size;
        }
        return parts;
    }

    private static Checksum.Type checksumType(PutRequest request, ChecksumAlgorithm algorithm) {
        return request.checksumType.orElse(
                request.partSizes.isEmpty() || algorithm.fullObjectByDefault()
                        ? Checksum.Type.FULL_OBJECT
                        : Checksum.Type.COMPOSITE);
    }

    private static Checksum checksum(PutRequest request, ChecksumAlgorithm algorithm, List<ObjectPart> parts) {
        Checksum.Type type = checksumType(request, algorithm);
        if (type == Checksum.Type.FULL_OBJECT || !algorithm.isComputed()) {
            return Checksum.full(algorithm, request.content.bytes());
        }
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        for (ObjectPart part : parts) {
            digests.writeBytes(Base64.getDecoder().decode(part.checksum().orElseThrow()));
        }
        String value = Base64.getEncoder().encodeToString(algorithm.digest(digests.toByteArray()));
        return new Checksum(algorithm, type, Optional.of(value + "-" + parts.size()));
    }

    private static List<byte[]> split(byte[] content, List<Long> sizes) {
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (long size : sizes) {
            int to = from + Math.toIntExact(size);
            parts.add(Arrays.copyOfRange(content, from, to));
            from = to;
        }
        return parts;
    }
}
