package io.stocktake.embedded.s3;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of an object or a delete marker as a listing tells it.
 *
 * @param versionId {@code null} in letters for the null version, as S3 writes it
 * @param size in bytes; 0 for a delete marker
 * @param lastModified to the millisecond; listings write it so, headers drop the milliseconds
 * @param eTag without quotes; empty for a delete marker
 * @param storageClass empty for a delete marker
 * @param owner canonical user id
 */
public record StoredVersion(
        String key,
        String versionId,
        boolean isLatest,
        boolean isDeleteMarker,
        long size,
        Instant lastModified,
        String eTag,
        String storageClass,
        Optional<ChecksumAlgorithm> checksumAlgorithm,
        String owner) {
    static StoredVersion of(ObjectVersion version, Latest latest) {
        return new StoredVersion(
                version.key().toString(),
                version.versionId(),
                latest == Latest.YES,
                version.deleteMarker(),
                version.size(),
                version.lastModified(),
                version.eTag(),
                version.deleteMarker() ? "" : version.description().storageClass(),
                version.description().checksum().map(Checksum::algorithm),
                version.properties().acl().owner().canonicalId());
    }

    /** Whether a version is the newest of its key. */
    enum Latest {
        YES,
        NO
    }
}
