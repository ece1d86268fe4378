package io.stocktake.replication.copy;

import java.util.Arrays;

/** Where the parts of an object begin and end. Immutable. */
final class PartLayout {
    /** S3's limits of a multipart upload. */
    static final long SMALLEST_PART = 5L << 20;

    static final long LARGEST_PART = 5L << 30;
    static final int MOST_PARTS = 10_000;

    private static final long ORDINARY_PART = 64L << 20;
    private static final long MEBIBYTE = 1L << 20;

    private final long[] ends;

    private PartLayout(long[] ends) {
        this.ends = ends;
    }

    /** Parts of one length, but for the last, which has what is left. */
    static PartLayout uniform(long size, long partLength) {
        int count = (int) Math.max(1, ceilDiv(size, partLength));
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            ends[i] = Math.min(size, (i + 1) * partLength);
        }
        return new PartLayout(ends);
    }

    /** Parts of these lengths. */
    static PartLayout of(long[] lengths) {
        long[] ends = lengths.clone();
        Arrays.parallelPrefix(ends, Long::sum);
        return new PartLayout(ends);
    }

    /** Parts for an object whose own are not known, or cannot be repeated. */
    static PartLayout ordinary(long size) {
        long least = roundUp(ceilDiv(size, MOST_PARTS), MEBIBYTE);
        return uniform(size, Math.max(ORDINARY_PART, least));
    }

    int count() {
        return ends.length;
    }

    /** The bytes of a part; parts are numbered from 1. */
    ByteSpan part(int number) {
        // An object of one part is read without a Range, which could not say that it has no bytes.
        if (ends.length == 1) {
            return ByteSpan.WHOLE;
        }
        long start = number == 1 ? 0 : ends[number - 2];
        return ByteSpan.of(start, ends[number - 1] - start);
    }

    /** Whether S3 takes such parts. */
    boolean isAllowed() {
        if (ends.length > MOST_PARTS) {
            return false;
        }
        long start = 0;
        for (int i = 0; i < ends.length; i++) {
            long length = ends[i] - start;
            boolean isTooSmall = length < SMALLEST_PART && i < ends.length - 1;
            if (isTooSmall || length > LARGEST_PART) {
                return false;
            }
            start = ends[i];
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartLayout layout && Arrays.equals(ends, layout.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ends);
    }

    static long ceilDiv(long size, long partLength) {
        return (size + partLength - 1) / partLength;
    }

    static long roundUp(long length, long unit) {
        return ceilDiv(length, unit) * unit;
    }
}
