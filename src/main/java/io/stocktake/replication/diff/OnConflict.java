package io.stocktake.replication.diff;

/** What becomes of a key under which the destination has something of its own. */
public enum OnConflict {
    /** It is reported and left alone. */
    LEAVE,
    /** The source's current version is appended on top. */
    COPY_LATEST
}
