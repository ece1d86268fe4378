package io.stocktake.embedded.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One version of an object, or a delete marker; immutable, so that readers need no lock.
 *
 * @param versionId the id, or {@link #NULL_ID} for the null version
 * @param lastModified to the millisecond
 * @param eTag without quotes; empty for a delete marker
 */
record ObjectVersion(
        Key key,
        String versionId,
        boolean deleteMarker,
        Instant lastModified,
        Content content,
        String eTag,
        Description description,
        Properties properties) {
    /** The id of the version that was written while versioning was off. */
    static final String NULL_ID = "null";

    /**
     * What is decided when a version is made.
     *
     * @param headers Content-Type and the other headers of HTTP that are stored and returned, by lower-case name
     * @param metadata user metadata without the prefix x-amz-meta-, by lower-case name
     * @param parts of a multipart upload; empty for an object put in one piece
     */
    record Description(
            String storageClass,
            Map<String, String> headers,
            Map<String, String> metadata,
            Encryption encryption,
            Optional<Checksum> checksum,
            List<ObjectPart> parts) {
        Description {
            headers = Map.copyOf(headers);
            metadata = Map.copyOf(metadata);
            parts = List.copyOf(parts);
        }
    }

    /**
     * What may change without making a new version.
     *
     * @param replicationStatus the value of x-amz-replication-status
     * @param archiveStatus the value of x-amz-archive-status
     * @param expiration the value of x-amz-expiration
     */
    record Properties(
            AccessControlList acl,
            Map<String, String> tags,
            Optional<Retention> retention,
            Optional<LegalHold> hold,
            Optional<String> replicationStatus,
            Optional<String> archiveStatus,
            Optional<String> expiration) {
        Properties withAcl(AccessControlList newAcl) {
            return new Properties(newAcl, tags, retention, hold, replicationStatus, archiveStatus, expiration);
        }

        Properties withTags(Map<String, String> newTags) {
            return new Properties(acl, newTags, retention, hold, replicationStatus, archiveStatus, expiration);
        }

        Properties withRetention(Optional<Retention> newRetention) {
            return new Properties(acl, tags, newRetention, hold, replicationStatus, archiveStatus, expiration);
        }

        Properties withHold(LegalHold newHold) {
            return new Properties(
                    acl, tags, retention, Optional.of(newHold), replicationStatus, archiveStatus, expiration);
        }

        Properties withReplicationStatus(Optional<String> newStatus) {
            return new Properties(acl, tags, retention, hold, newStatus, archiveStatus, expiration);
        }
    }

    ObjectVersion with(Properties newProperties) {
        return new ObjectVersion(key, versionId, deleteMarker, lastModified, content, eTag, description, newProperties);
    }

    boolean isNull() {
        return versionId.equals(NULL_ID);
    }

    long size() {
        return content.length();
    }
}
