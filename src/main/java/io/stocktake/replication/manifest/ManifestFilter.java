package io.stocktake.replication.manifest;

import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The filter of a generated manifest, {@code JobManifestGeneratorFilter}: which versions of a bucket are worked on. A
 * version is accepted if all of it accepts; a component that asks for nothing has the value that accepts everything, and
 * {@link #none} has only such. Travels with tasks. Immutable.
 *
 * <p>A delete marker has a key and a date and nothing else, so only these are looked at.
 *
 * @param objectReplicationStatuses any of these; any at all if empty
 * @param keyNameConstraint of the key
 * @param objectSizeGreaterThanBytes the size is greater; -1 asks for nothing
 * @param objectSizeLessThanBytes the size is less; {@link Long#MAX_VALUE} asks for nothing
 * @param matchAnyStorageClass any of these; any at all if empty. A version whose listing tells none is STANDARD
 * @param matchAnyObjectEncryption any of these; any at all if empty
 * @param createdAfter the version was made after this instant; {@link Instant#MIN} asks for nothing
 * @param createdBefore the version was made before this instant; {@link Instant#MAX} asks for nothing
 */
public record ManifestFilter(
        Set<ObjectReplicationStatus> objectReplicationStatuses,
        KeyNameConstraint keyNameConstraint,
        long objectSizeGreaterThanBytes,
        long objectSizeLessThanBytes,
        Set<String> matchAnyStorageClass,
        Set<ObjectEncryption> matchAnyObjectEncryption,
        Instant createdAfter,
        Instant createdBefore)
        implements VersionFilter {
    private static final long MICROS_OF_A_SECOND = 1_000_000;
    private static final long NANOS_OF_A_MICRO = 1_000;
    private static final String DEFAULT_STORAGE_CLASS = "STANDARD";

    private static final ManifestFilter NONE = new ManifestFilter(
            Set.of(), KeyNameConstraint.none(), -1, Long.MAX_VALUE, Set.of(), Set.of(), Instant.MIN, Instant.MAX);

    public ManifestFilter {
        objectReplicationStatuses = Set.copyOf(objectReplicationStatuses);
        Objects.requireNonNull(keyNameConstraint, "keyNameConstraint");
        matchAnyStorageClass = Set.copyOf(matchAnyStorageClass);
        matchAnyObjectEncryption = Set.copyOf(matchAnyObjectEncryption);
        if (objectSizeGreaterThanBytes < -1) {
            throw new IllegalArgumentException("Cannot filter by size: ObjectSizeGreaterThanBytes is \""
                    + objectSizeGreaterThanBytes + "\", and no size is below 0");
        }
        if (objectSizeLessThanBytes - 1 <= objectSizeGreaterThanBytes) {
            throw new IllegalArgumentException("Cannot filter by size: nothing is greater than \""
                    + objectSizeGreaterThanBytes + "\" and less than \"" + objectSizeLessThanBytes + "\" bytes");
        }
        if (!createdAfter.isBefore(createdBefore)) {
            throw new IllegalArgumentException("Cannot filter by date: nothing was created after \"" + createdAfter
                    + "\" and before \"" + createdBefore + "\"");
        }
    }

    /** Every version. */
    public static ManifestFilter none() {
        return NONE;
    }

    /** The same with {@code ObjectReplicationStatuses}, which cost a HEAD of each version. */
    public ManifestFilter withObjectReplicationStatuses(Set<ObjectReplicationStatus> statuses) {
        return new ManifestFilter(
                statuses,
                keyNameConstraint,
                objectSizeGreaterThanBytes,
                objectSizeLessThanBytes,
                matchAnyStorageClass,
                matchAnyObjectEncryption,
                createdAfter,
                createdBefore);
    }

    /** The same with {@code KeyNameConstraint}. */
    public ManifestFilter withKeyNameConstraint(KeyNameConstraint constraint) {
        return new ManifestFilter(
                objectReplicationStatuses,
                constraint,
                objectSizeGreaterThanBytes,
                objectSizeLessThanBytes,
                matchAnyStorageClass,
                matchAnyObjectEncryption,
                createdAfter,
                createdBefore);
    }

    /**
     * The same with {@code ObjectSizeGreaterThanBytes} and {@code ObjectSizeLessThanBytes}.
     *
     * @throws IllegalArgumentException if no size is between the two
     */
    public ManifestFilter withObjectSize(long greaterThanBytes, long lessThanBytes) {
        return new ManifestFilter(
                objectReplicationStatuses,
                keyNameConstraint,
                greaterThanBytes,
                lessThanBytes,
                matchAnyStorageClass,
                matchAnyObjectEncryption,
                createdAfter,
                createdBefore);
    }

    /** The same with {@code MatchAnyStorageClass}. */
    public ManifestFilter withMatchAnyStorageClass(Set<String> storageClasses) {
        return new ManifestFilter(
                objectReplicationStatuses,
                keyNameConstraint,
                objectSizeGreaterThanBytes,
                objectSizeLessThanBytes,
                storageClasses,
                matchAnyObjectEncryption,
                createdAfter,
                createdBefore);
    }

    /** The same with {@code MatchAnyObjectEncryption}, which costs a HEAD of each version. */
    public ManifestFilter withMatchAnyObjectEncryption(Set<ObjectEncryption> encryptions) {
        return new ManifestFilter(
                objectReplicationStatuses,
                keyNameConstraint,
                objectSizeGreaterThanBytes,
                objectSizeLessThanBytes,
                matchAnyStorageClass,
                encryptions,
                createdAfter,
                createdBefore);
    }

    /**
     * The same with {@code CreatedAfter} and {@code CreatedBefore}.
     *
     * @throws IllegalArgumentException if the first is not before the second
     */
    public ManifestFilter withCreated(Instant after, Instant before) {
        return new ManifestFilter(
                objectReplicationStatuses,
                keyNameConstraint,
                objectSizeGreaterThanBytes,
                objectSizeLessThanBytes,
                matchAnyStorageClass,
                matchAnyObjectEncryption,
                after,
                before);
    }

    /** What a listing can say: false if the version is not accepted, true if it is or if {@link #needsHead} decides. */
    @Override
    public boolean acceptsListed(ListedVersion version) {
        return keyNameConstraint.accepts(version.key())
                && isCreatedInTime(version)
                && (version.isDeleteMarker() || (isOfSize(version) && isOfStorageClass(version)));
    }

    /** Whether an object version that {@link #acceptsListed} has yet to be asked for; a delete marker never has. */
    @Override
    public boolean needsHead() {
        return !objectReplicationStatuses.isEmpty() || !matchAnyObjectEncryption.isEmpty();
    }

    /** What the HEAD of an object version says, where its listing was accepted. */
    @Override
    public boolean acceptsHead(ObjectHead head) {
        return (objectReplicationStatuses.isEmpty()
                        || objectReplicationStatuses.stream().anyMatch(status -> status.isOf(head)))
                && (matchAnyObjectEncryption.isEmpty()
                        || matchAnyObjectEncryption.stream().anyMatch(encryption -> encryption.isOf(head)));
    }

    private boolean isCreatedInTime(ListedVersion version) {
        Instant created = Instant.ofEpochSecond(
                Math.floorDiv(version.lastModified(), MICROS_OF_A_SECOND),
                Math.floorMod(version.lastModified(), MICROS_OF_A_SECOND) * NANOS_OF_A_MICRO);
        return created.isAfter(createdAfter) && created.isBefore(createdBefore);
    }

    private boolean isOfSize(ListedVersion version) {
        return version.size() > objectSizeGreaterThanBytes && version.size() < objectSizeLessThanBytes;
    }

    private boolean isOfStorageClass(ListedVersion version) {
        if (matchAnyStorageClass.isEmpty()) {
            return true;
        }
        UTF8String told = version.storageClass();
        return matchAnyStorageClass.contains(told.numBytes() == 0 ? DEFAULT_STORAGE_CLASS : told.toString());
    }
}
