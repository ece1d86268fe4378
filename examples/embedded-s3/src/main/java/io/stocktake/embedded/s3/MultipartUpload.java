package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.EmbeddedS3.Account;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A multipart upload that is neither completed nor aborted.
 *
 * @param description what CreateMultipartUpload asked for; not to be changed
 * @param parts by part number
 */
record MultipartUpload(
        String id,
        Key key,
        Account initiator,
        Instant initiated,
        Optional<ChecksumAlgorithm> algorithm,
        Optional<Checksum.Type> askedType,
        PutRequest description,
        ConcurrentNavigableMap<Integer, Part> parts) {
    MultipartUpload(
            String id,
            Key key,
            Account initiator,
            Instant initiated,
            Optional<ChecksumAlgorithm> algorithm,
            Optional<Checksum.Type> askedType,
            PutRequest description) {
        this(id, key, initiator, initiated, algorithm, askedType, description, new ConcurrentSkipListMap<>());
    }

    /**
     * One uploaded part. The object's ETag is made of the MD5 of its content, whatever its own ETag is.
     */
    record Part(Content content, String eTag, Optional<Checksum> checksum, Instant lastModified) {
        static Part of(
                Content content, MultipartUpload upload, StoredBucket bucket, Optional<ChecksumAlgorithm> algorithm) {
            return new Part(
                    content,
                    ObjectVersions.eTag(content, upload.description().encryption, bucket),
                    algorithm.flatMap(named -> Checksum.full(named, content)),
                    Instant.now().truncatedTo(ChronoUnit.MILLIS));
        }
    }

    /** Its place among the uploads of its key: the first half of the id is made like a version's. */
    long sequence() {
        return VersionIds.sequence(id.substring(0, id.length() / 2)).orElseThrow();
    }

    /** S3 makes a composite checksum unless told otherwise, but of CRC64NVME, which it adds where none is asked for. */
    Checksum.Type type() {
        boolean full = algorithm.map(ChecksumAlgorithm::fullObjectByDefault).orElse(true);
        return askedType.orElse(full ? Checksum.Type.FULL_OBJECT : Checksum.Type.COMPOSITE);
    }
}
