package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.BucketState.Versioning;
import io.stocktake.embedded.s3.StoredBucket.DefaultRetention;
import io.stocktake.embedded.s3.StoredBucket.Governance;
import io.stocktake.embedded.s3.StoredBucket.LockConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket filled and read directly, without HTTP: fast, and free of S3's checks. Thread-safe. */
public final class EmbeddedBucket {
    private final Buckets buckets;
    private final StoredBucket bucket;

    EmbeddedBucket(Buckets buckets, StoredBucket bucket) {
        this.buckets = buckets;
        this.bucket = bucket;
    }

    /** The bucket's name. */
    public String name() {
        return bucket.name();
    }

    /** New objects become new versions from now on. */
    public EmbeddedBucket enableVersioning() {
        bucket.versioning(Versioning.ENABLED);
        return this;
    }

    /** New objects replace the null version from now on; the versions that exist stay. */
    public EmbeddedBucket suspendVersioning() {
        bucket.versioning(Versioning.SUSPENDED);
        return this;
    }

    /** Allows retention and legal holds; enables versioning, as S3 does. */
    public EmbeddedBucket enableObjectLock() {
        bucket.lockConfiguration(new LockConfiguration(Optional.empty()));
        return this;
    }

    /** Gives every new version this retention unless it brings its own. */
    public EmbeddedBucket defaultRetention(Retention.Mode mode, int days) {
        bucket.lockConfiguration(new LockConfiguration(Optional.of(new DefaultRetention(mode, days, 0))));
        return this;
    }

    /** Sets the bucket's ownership controls, of which a new bucket has none. */
    public EmbeddedBucket ownership(ObjectOwnership ownership) {
        bucket.ownership(Optional.of(ownership));
        return this;
    }

    /** Puts an object of these bytes, which are not copied. */
    public StoredVersion put(String key, byte[] content) {
        return put(PutRequest.of(key, content));
    }

    /** Puts an object. */
    public StoredVersion put(PutRequest request) {
        if (request.recognizable) {
            request.parts().forEach(buckets::remember);
        }
        return StoredVersion.of(bucket.put(request, Precondition.NONE), StoredVersion.Latest.YES);
    }

    /**
     * Deletes as a DELETE without a version does: with versioning, a delete marker becomes the latest version.
     *
     * @return the id of the delete marker, or nothing if versioning was never enabled
     */
    public Optional<String> delete(String key) {
        return bucket.delete(Key.of(key), bucket.owner(), Precondition.NONE).versionId();
    }

    /** The same with a date for the delete marker, cut to the millisecond. It does not change the order of versions. */
    public Optional<String> delete(String key, Instant lastModified) {
        return bucket.delete(Key.of(key), bucket.owner(), Optional.of(lastModified))
                .versionId();
    }

    /** Removes one version or delete marker for good, whatever locks it has. */
    public void delete(String key, String versionId) {
        bucket.version(Key.of(key), versionId)
                .ifPresent(version -> bucket.change(
                        version,
                        properties -> properties.withRetention(Optional.empty()).withHold(LegalHold.OFF)));
        bucket.delete(Key.of(key), versionId, Governance.BYPASSED);
    }

    /** Sets or changes the value of {@code x-amz-replication-status} of a version that exists. */
    public void replicationStatus(String key, String versionId, String status) {
        bucket.version(Key.of(key), versionId)
                .ifPresent(version ->
                        bucket.change(version, properties -> properties.withReplicationStatus(Optional.of(status))));
    }

    /** All versions and delete markers in listing order: keys by the bytes of their UTF-8 form, newest first. */
    public List<StoredVersion> versions() {
        return bucket.storedVersions();
    }

    /** The current objects in listing order: what is left of {@link #versions()} when old versions and markers go. */
    public List<StoredVersion> objects() {
        return bucket.storedVersions().stream()
                .filter(version -> version.isLatest() && !version.isDeleteMarker())
                .toList();
    }

    /**
     * The content of the current object, or nothing if there is none.
     *
     * @throws RuntimeException if only digests were kept of it
     */
    public Optional<byte[]> content(String key) {
        return bucket.current(Key.of(key))
                .filter(version -> !version.deleteMarker())
                .map(version -> version.content().bytes().clone());
    }

    /** The tags of a version, sorted by key; none of a version that is not there. */
    public Map<String, String> tags(String key, String versionId) {
        return bucket.version(Key.of(key), versionId)
                .map(version -> new TreeMap<>(version.properties().tags()))
                .orElseGet(TreeMap::new);
    }

    /** How many multipart uploads are neither completed nor aborted. */
    public int openUploads() {
        return bucket.uploads().size();
    }
}
