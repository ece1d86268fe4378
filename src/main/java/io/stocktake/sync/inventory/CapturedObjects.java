package io.stocktake.sync.inventory;

/**
 * What a capture of a bucket's objects came to.
 *
 * @param figures of its rows
 * @param rows how many records it has
 * @param bytes of them
 */
record CapturedObjects(BucketFigures figures, long rows, long bytes) {}
