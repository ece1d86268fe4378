package io.stocktake.replication.diff;

import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Whether an entry of the destination is a replica of one of the source.
 *
 * <p>An ETag is the MD5 of the content only of a plain object without KMS or SSE-C; the ETag of a multipart object
 * depends on where its parts end. So two ETags prove a difference only where both mean the same; else checksums decide,
 * and where there are none, size and date.
 */
final class VersionEquality {
    private static final int MD5_DIGITS = 32;

    private final EntryFacts facts;

    VersionEquality(EntryFacts facts) {
        this.facts = facts;
    }

    /** Whether the listings alone show that they are equal. */
    static boolean isListedEqual(ListedVersion source, ListedVersion destination) {
        if (source.isDeleteMarker() || destination.isDeleteMarker()) {
            return source.isDeleteMarker() && destination.isDeleteMarker();
        }
        return source.size() == destination.size()
                && source.eTag().numBytes() > 0
                && source.eTag().equals(destination.eTag());
    }

    /** Whether the listings alone show that they differ. */
    static boolean isListedDifferent(ListedVersion source, ListedVersion destination) {
        return source.isDeleteMarker() != destination.isDeleteMarker() || source.size() != destination.size();
    }

    Sameness of(ListedVersion source, ListedVersion destination) {
        if (isListedEqual(source, destination)) {
            return Sameness.EQUAL;
        }
        if (isListedDifferent(source, destination)) {
            return Sameness.DIFFERENT;
        }
        Optional<VersionHead> ofSource = facts.head(Side.SOURCE, source);
        Optional<VersionHead> ofDestination = facts.head(Side.DESTINATION, destination);
        if (ofSource.isEmpty() || ofDestination.isEmpty()) {
            // One of them is gone, and the key is compared again without it.
            return Sameness.DIFFERENT;
        }
        boolean hasContentInETags =
                ofSource.get().hasContentInETag() && ofDestination.get().hasContentInETag();
        if (hasContentInETags && isMd5(source.eTag()) && isMd5(destination.eTag())) {
            return Sameness.DIFFERENT;
        }
        // Before the parts: a full object's checksum says more than the length of a first part, and costs no request.
        Optional<Sameness> byChecksum = byChecksum(ofSource.get(), ofDestination.get());
        if (byChecksum.isPresent()) {
            return byChecksum.get();
        }
        if (hasContentInETags && hasSameParts(source, destination)) {
            return Sameness.DIFFERENT;
        }
        return destination.lastModified() >= source.lastModified() ? Sameness.BY_SIZE_AND_DATE : Sameness.DIFFERENT;
    }

    private static Optional<Sameness> byChecksum(VersionHead source, VersionHead destination) {
        if (!source.checksumType().equals(destination.checksumType())) {
            return Optional.empty();
        }
        return source.checksums().entrySet().stream()
                .filter(checksum -> destination.checksums().containsKey(checksum.getKey()))
                .filter(checksum -> parts(checksum.getValue())
                        .equals(parts(destination.checksums().get(checksum.getKey()))))
                .map(checksum ->
                        checksum.getValue().equals(destination.checksums().get(checksum.getKey()))
                                ? Sameness.EQUAL
                                : Sameness.DIFFERENT)
                .findFirst();
    }

    /** A composite checksum ends in the number of its parts; over other parts it is another one of the same content. */
    private static String parts(String checksum) {
        int dash = checksum.lastIndexOf('-');
        return dash < 0 ? "" : checksum.substring(dash);
    }

    private boolean hasSameParts(ListedVersion source, ListedVersion destination) {
        String parts = parts(source.eTag().toString());
        if (!source.isMultipartUploaded()
                || !destination.isMultipartUploaded()
                || !parts.equals(parts(destination.eTag().toString()))) {
            return false;
        }
        if (parts.equals("-1")) {
            return true;
        }
        Optional<FirstPart> ofSource = facts.firstPart(Side.SOURCE, source);
        return ofSource.isPresent() && ofSource.equals(facts.firstPart(Side.DESTINATION, destination));
    }

    private static boolean isMd5(UTF8String eTag) {
        if (eTag.numBytes() != MD5_DIGITS) {
            return false;
        }
        for (byte digit : eTag.getBytes()) {
            boolean isHex = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
            if (!isHex) {
                return false;
            }
        }
        return true;
    }
}
