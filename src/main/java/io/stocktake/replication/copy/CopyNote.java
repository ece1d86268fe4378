package io.stocktake.replication.copy;

import java.util.Objects;

/**
 * Something about a replica that a person may want to know, and that is no failure.
 *
 * @param kind for counting
 * @param text for reading
 */
public record CopyNote(Kind kind, String text) {

    /** What notes are about. */
    public enum Kind {
        /** The source's retention had ended, and was not repeated. */
        RETENTION_ENDED,
        /** A grantee of the source's ACL is none that the destination knows. */
        GRANTEE_UNKNOWN,
        /** The destination has ACLs disabled, so that the source's was not copied. */
        ACLS_DISABLED,
        /** The replica's retention ends later than the source's, and is left. */
        LOCKED_FOR_LONGER,
        /** The replica belongs to who wrote it, which is not the source's owner. */
        OWNER_DIFFERS,
        /** The source's parts could not be found out, so that the replica's ETag is another. */
        BOUNDARIES_UNKNOWN,
        /** The destination does not have the source's storage class, or did not take it. */
        STORAGE_CLASS_DIFFERS
    }

    public CopyNote {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
    }
}
