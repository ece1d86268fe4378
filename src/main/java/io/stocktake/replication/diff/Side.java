package io.stocktake.replication.diff;

/** One of the two buckets that are compared. */
enum Side {
    SOURCE,
    DESTINATION
}
