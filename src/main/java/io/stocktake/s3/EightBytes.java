package io.stocktake.s3;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight bytes of an array at a time, the first of them the lowest of a number. */
final class EightBytes {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private EightBytes() {}

    /** The eight bytes from there on; there have to be as many. */
    static long at(byte[] bytes, int index) {
        return (long) EIGHT.get(bytes, index);
    }

    /**
     * Marks of the bytes that are this ASCII character, for {@link #first}. Only the lowest mark is certain: what stands
     * above it is of no meaning.
     */
    static long are(long eight, char character) {
        long zeroWhereEqual = eight ^ (ONES * character);
        return (zeroWhereEqual - ONES) & ~zeroWhereEqual & HIGH_BITS;
    }

    /** Marks of the bytes that are not ASCII. */
    static long areNotAscii(long eight) {
        return eight & HIGH_BITS;
    }

    /** Which of the eight bytes, from 0, is the first with a mark; there has to be one. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
