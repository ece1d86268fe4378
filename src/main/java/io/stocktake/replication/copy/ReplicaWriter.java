package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Replica.Locks;
import io.stocktake.replication.copy.ReplicaPlanner.Tags;
import io.stocktake.s3.ListedVersion;
import java.util.OptionalInt;
import org.apache.spark.unsafe.types.UTF8String;

/** Chooses how a version's content gets to the destination. Thread-safe. */
final class ReplicaWriter {
    /** What one PutObject or CopyObject takes. */
    private static final long LARGEST_IN_ONE = 5L << 30;

    private static final UTF8String PERCENT = UTF8String.fromString("%");

    private final Ends ends;
    private final SourceReader reader;
    private final ReplicaPlanner planner;
    private final ReplicaProperties properties;
    private final PlainWriter plain;
    private final MultipartWriter multipart;
    private final StoreCopier storeCopier;
    private final PartMover streamedParts;
    private final PartMover storeParts;

    ReplicaWriter(
            Ends ends,
            SourceReader reader,
            ReplicaPlanner planner,
            ReplicaProperties properties,
            VersionMaker maker,
            MultipartWriter multipart) {
        this.ends = ends;
        this.reader = reader;
        this.planner = planner;
        this.properties = properties;
        this.plain = new PlainWriter(ends, reader, planner, maker);
        this.multipart = multipart;
        this.storeCopier = new StoreCopier(ends, maker);
        this.streamedParts = new StreamedParts(ends, reader);
        this.storeParts = new StoreParts(ends);
    }

    /** A replica on top of {@code before}. */
    Written write(Difference difference, Top before) {
        boolean isOfParts = difference.version().isMultipartUploaded()
                || difference.version().size() > LARGEST_IN_ONE;
        if (ends.isOneStore()) {
            SourceObject source =
                    isOfParts ? reader.headOfFirstPart(difference.version()) : reader.head(difference.version());
            Replica replica = planner.plan(difference, source, Tags.LEFT_TO_THE_COPY);
            if (!needsStream(replica) && !(isOfParts && isMangled(difference))) {
                try {
                    return isOfParts
                            ? copyParts(difference, replica, before)
                            : storeCopier.copy(replica, before, Locks.SENT);
                } catch (TaskFailure failure) {
                    if (!failure.status().equals(OptionalInt.of(FailureCodes.NOT_IMPLEMENTED))) {
                        throw failure;
                    }
                }
            }
        }
        return isOfParts ? streamParts(difference, before) : plain.write(difference, before);
    }

    /** Ceph 16 decodes the source's key of an UploadPartCopy twice: it would copy the object of another key, or none. */
    private boolean isMangled(Difference difference) {
        return !ends.isDestinationAws() && difference.key().contains(PERCENT);
    }

    /** Ceph 16 stores the copy of a plain object unencrypted though KMS was asked for, and does not copy one with KMS. */
    private boolean needsStream(Replica replica) {
        return !ends.isDestinationAws() && replica.involvesKms();
    }

    private Written streamParts(Difference difference, Top before) {
        SourceObject source = reader.headOfFirstPart(difference.version());
        return multipart.write(planner.plan(difference, source, Tags.READ), before, streamedParts);
    }

    private Written copyParts(Difference difference, Replica replica, Top before) {
        SourceObject source = replica.source();
        boolean mayKeepItsETag = source.partsCount().isEmpty()
                && source.listed().isMultipartUploaded()
                && source.size() <= LARGEST_IN_ONE;
        if (mayKeepItsETag) {
            Written copied = storeCopier.copy(replica, before, Locks.LEFT_OUT);
            boolean isKept =
                    copied.made().eTag().isEmpty() || copied.made().eTag().equals(source.eTag());
            if (isKept || !isUndone(source.listed(), copied)) {
                return copied;
            }
        }
        return multipart.write(planner.plan(difference, source, Tags.READ), before, storeParts);
    }

    /** Takes the version away that turned out to have another ETag; a bucket's default retention may forbid it. */
    private boolean isUndone(ListedVersion version, Written copied) {
        if (!ends.isHistory()) {
            return true;
        }
        if (copied.made().versionId().isEmpty()) {
            return false;
        }
        try {
            properties.delete(version, copied.made().versionId());
            return true;
        } catch (TaskFailure refused) {
            return false;
        }
    }
}
