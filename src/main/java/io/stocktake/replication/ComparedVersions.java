package io.stocktake.replication;

/** Which versions of two buckets are compared. */
public enum ComparedVersions {
    /** All versions and delete markers, so that the destination's history ends as the source's. */
    HISTORY,
    /** Current objects only, for buckets without versioning. */
    CURRENT
}
