package io.stocktake.sync.inventory;

import java.io.Serializable;

/**
 * Numbers of an upload's parts that belong to one writer, and how large each part is: they double after each eighth of
 * the numbers, so that a small capture takes little memory and a large one has enough numbers.
 *
 * @param first its first number
 * @param count how many numbers it has
 * @param bytes of the first parts
 * @param largest the bytes of a part at most
 */
record PartBlock(int first, int count, int bytes, int largest) implements Serializable {
    private static final int EIGHTHS = 8;
    private static final int MOST_DOUBLINGS = 20;

    /**
     * The bytes of a part.
     *
     * @param index from 0
     */
    int bytes(int index) {
        int doublings = Math.min(MOST_DOUBLINGS, index / Math.max(1, count / EIGHTHS));
        return (int) Math.min(largest, (long) bytes << doublings);
    }
}
