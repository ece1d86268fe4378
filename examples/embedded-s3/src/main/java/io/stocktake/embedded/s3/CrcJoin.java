package io.stocktake.embedded.s3;

/**
 * The CRC of two texts in a row from the CRC of each: the first one is multiplied by x to the power of the second text's
 * bits, modulo the polynomial. Holds for CRCs that are reflected, and all ones before and after, as those of S3 are.
 *
 * @param polynomial reflected, in the lowest bits
 * @param width 32 or 64 bits
 */
record CrcJoin(long polynomial, int width) {
    byte[] of(byte[] first, byte[] second, long secondLength) {
        long shifted = times(number(first), powerOfX(secondLength));
        return bytes(shifted ^ number(second));
    }

    /** x to the power of 8 * count. */
    private long powerOfX(long count) {
        long power = one();
        // x^8; the highest bit stands for x^0.
        long square = one() >>> 8;
        for (long rest = count; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                power = times(power, square);
            }
            square = times(square, square);
        }
        return power;
    }

    private long one() {
        return 1L << (width - 1);
    }

    private long times(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = one(); bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? shifted >>> 1 ^ polynomial : shifted >>> 1;
        }
        return product;
    }

    private static long number(byte[] bigEndian) {
        long number = 0;
        for (byte b : bigEndian) {
            number = number << 8 | (b & 0xFF);
        }
        return number;
    }

    private byte[] bytes(long number) {
        byte[] bytes = new byte[width / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number >>> (8 * (bytes.length - 1 - i)));
        }
        return bytes;
    }
}
