package io.stocktake.replication.diff;

/** Whether two entries are one. */
enum Sameness {
    DIFFERENT,
    /** Both are delete markers, or ETag or checksum agree. */
    EQUAL,
    /** Nothing tells them apart, and the one at the destination is not older. */
    BY_SIZE_AND_DATE;

    boolean isSame() {
        return this != DIFFERENT;
    }
}
