package io.stocktake.replication.copy;

import io.stocktake.config.stores.Encryption;
import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a replica that was made, and mends what the store left out. A header is a request, the answer is the fact.
 * Thread-safe.
 */
final class ReplicaCheck {
    private final Ends ends;
    private final SourceReader reader;
    private final ReplicaProperties properties;
    private final AccessCopier access;

    ReplicaCheck(Ends ends, SourceReader reader, ReplicaProperties properties, AccessCopier access) {
        this.access = access;
        this.ends = ends;
        this.reader = reader;
        this.properties = properties;
    }

    /**
     * What a replica was found to be.
     *
     * @param versionId empty where the destination has no versions
     * @param eTag without quotes
     * @param notes the plan's, and what was found
     */
    record Checked(String versionId, String eTag, List<CopyNote> notes) {}

    /**
     * Checks and mends the version that was made.
     *
     * @throws TaskFailure if it is not what it should be, and cannot be made so
     */
    Checked check(Replica replica, Made made, Top before) {
        ListedVersion version = replica.source().listed();
        SourceObject found = properties.head(version, made.versionId());
        String versionId = made.versionId().isEmpty() ? versionIdOf(version, found, before) : made.versionId();
        boolean isAnother = found.size() != replica.source().size()
                || (!made.eTag().isEmpty() && !made.eTag().equals(found.eTag()));
        if (isAnother) {
            throw new TaskFailure(
                    TaskFailure.DESTINATION_CHANGED,
                    "Cannot check the replica of " + ends.describe(End.DESTINATION, version)
                            + ": something else was written over it at once, which has " + found.size()
                            + " bytes and the ETag " + found.eTag());
        }
        requireEncryption(replica, found, versionId);
        List<CopyNote> notes = new ArrayList<>(replica.notes());
        mendTags(replica, found, versionId);
        ObjectLock lock = replica.lock();
        if (lock.mode().isPresent() && !found.lock().isAtLeast(lock)) {
            properties.retain(version, versionId, lock);
        }
        if (lock.isHeld() && !found.lock().isHeld()) {
            properties.hold(version, versionId, ReplicaProperties.Hold.ON);
        }
        if (!replica.storageClass().equals(found.storageClass())) {
            notes.add(new CopyNote(
                    Kind.STORAGE_CLASS_DIFFERS,
                    "the replica has the storage class " + found.storageClass().orElse("STANDARD") + " instead of "
                            + replica.storageClass().orElse("STANDARD")));
        }
        if (replica.access() == Replica.Access.OF_SOURCE) {
            notes.addAll(access.copy(version, versionId, AccessCopier.Extent.NEW_REPLICA));
        }
        return new Checked(versionId, found.eTag(), List.copyOf(notes));
    }

    private void mendTags(Replica replica, SourceObject found, String versionId) {
        int wanted = Math.max(replica.tags().size(), replica.source().tagCount().orElse(0));
        if (found.tagCount().orElse(0) < wanted) {
            Map<String, String> tags = replica.tags().isEmpty() ? reader.tags(replica.source()) : replica.tags();
            properties.tag(replica.source().listed(), versionId, tags);
        }
    }

    private void requireEncryption(Replica replica, SourceObject found, String versionId) {
        if (ends.destinationBucket().store().encryption() == Encryption.TRUSTED
                || replica.encryption().isAnsweredBy(found.encryption(), found.encryptionKeyId())) {
            return;
        }
        ListedVersion version = replica.source().listed();
        String message = "Cannot copy " + ends.describe(End.DESTINATION, version) + " encrypted: asked for "
                + text(replica.encryption().algorithm(), replica.encryption().keyId()) + ", the replica has "
                + text(found.encryption(), found.encryptionKeyId())
                + ", and was deleted. If the store encrypts at rest without saying so, give it \"encryption: trusted\""
                + " in stores.yaml.";
        properties.delete(version, versionId);
        throw new TaskFailure("DstKmsKeyInvalidState", message);
    }

    private static String text(Optional<String> algorithm, Optional<String> keyId) {
        return algorithm
                        .map(name -> name.equals("AES256") ? "SSE-S3" : name.equals("aws:kms") ? "SSE-KMS" : name)
                        .orElse("no encryption")
                + keyId.map(key -> " with the key \"" + key + "\"").orElse("");
    }

    /** Ceph 16 does not answer a CopyObject with the version's id; the key's newest version tells it. */
    private String versionIdOf(ListedVersion version, SourceObject found, Top before) {
        if (!ends.isHistory()) {
            return found.versionId();
        }
        if (found.versionId().isEmpty() || found.versionId().equals(before.versionId())) {
            throw new TaskFailure(
                    TaskFailure.DESTINATION_CHANGED,
                    "Cannot check the replica of " + ends.describe(End.DESTINATION, version)
                            + ": the store answered that it was written, and there is no new version of the key");
        }
        return found.versionId();
    }
}
