package io.stocktake.replication;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What the comparison of a source with a destination says of a version, or of a key. */
public enum Outcome {
    /** The key is at the source only: the version is to be copied. */
    SOURCE_ONLY("sourceOnly"),
    /** The key is at the destination as well, and this version of the source is missing on top: it is to be copied. */
    CHANGED("changed"),
    /** The destination has it: size and ETag agree, or checksums do. */
    EQUAL("equal"),
    /** The destination has an object of this size that is not older, and neither ETag nor checksum can say more. */
    BY_SIZE_AND_DATE("bySizeAndDate"),
    /** The destination has it, and its tags, lock or ACL differ. */
    DRIFTED("drifted"),
    /** The key is at the destination only; nothing is done about it. */
    DESTINATION_ONLY("destinationOnly"),
    /** The destination has something of its own under this key; nothing is written over it. */
    CONFLICT("conflict"),
    /** The version is missing below one that the destination has; S3 has no way to insert it there. */
    NOT_INSERTABLE("notInsertable"),
    /** The version is missing, and cannot be copied: encrypted with a key that no rule opts in to, or archived. */
    NOT_ELIGIBLE("notEligible");

    private static final Set<Outcome> TO_BE_COPIED = Set.of(SOURCE_ONLY, CHANGED);
    private static final Set<Outcome> IN_PLACE = Set.of(EQUAL, BY_SIZE_AND_DATE);

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** As tables, counts and reports spell it, for example {@code sourceOnly}. */
    public String text() {
        return text;
    }

    /** The outcome that is spelt so, if one is; case counts. */
    public static Optional<Outcome> ofText(String text) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.text.equals(text))
                .findFirst();
    }

    /** Whether the version is to be copied. */
    public boolean isToBeCopied() {
        return TO_BE_COPIED.contains(this);
    }

    /** Whether the destination has the version as it should be. */
    public boolean isInPlace() {
        return IN_PLACE.contains(this);
    }
}
