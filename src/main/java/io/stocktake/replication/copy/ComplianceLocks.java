package io.stocktake.replication.copy;

/** Whether retention in mode COMPLIANCE is repeated on replicas, which nobody can undo before its date. */
public enum ComplianceLocks {
    /** A version with such a lock is not copied. */
    REFUSED,
    /** The lock is repeated ({@code --allow-compliance}). */
    ALLOWED
}
