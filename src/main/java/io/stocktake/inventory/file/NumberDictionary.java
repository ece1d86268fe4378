package io.stocktake.inventory.file;

import java.util.Arrays;

/** Numbers, each once, and the place of each in the order in which they came. Not thread-safe. */
final class NumberDictionary {
    /** The place of a number for which there is no room. */
    static final int FULL = -1;

    private static final int SMALLEST = 1024;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final int most;
    /** Places plus one, by the numbers' hashes; at the most half full. */
    private int[] table = new int[SMALLEST];

    private long[] numbers = new long[SMALLEST / 2];
    private int size;

    /**
     * An empty dictionary.
     *
     * @param most how many numbers there is room for
     */
    NumberDictionary(int most) {
        this.most = most;
    }

    /** The number's place, a new one if it has none yet; {@link #FULL} if there is no room. */
    int place(long number) {
        int slot = slot(number);
        while (table[slot] != 0) {
            int place = table[slot] - 1;
            if (numbers[place] == number) {
                return place;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        if (size == most) {
            return FULL;
        }
        if (size == numbers.length) {
            grow();
            return place(number);
        }
        numbers[size] = number;
        table[slot] = size + 1;
        return size++;
    }

    int size() {
        return size;
    }

    /** The numbers by place; what follows the last is of no meaning. Not to be changed. */
    long[] numbers() {
        return numbers;
    }

    void clear() {
        Arrays.fill(table, 0);
        size = 0;
    }

    private void grow() {
        numbers = Arrays.copyOf(numbers, 2 * size);
        table = new int[2 * table.length];
        for (int place = 0; place < size; place++) {
            int slot = slot(numbers[place]);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = place + 1;
        }
    }

    /** Fibonacci hashing: the upper bits of the product are mixed best. */
    private int slot(long number) {
        return (int) ((number * GOLDEN) >>> (Long.numberOfLeadingZeros(table.length) + 1));
    }
}
