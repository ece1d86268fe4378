package io.stocktake.embedded.s3;

import java.util.OptionalLong;

/**
 * Version ids that look like S3's (32 characters of {@code A-Z a-z 0-9 . _}) and, as S3's do, know their place in time:
 * a listing can go on after a version that has vanished meanwhile.
 */
final class VersionIds {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
    private static final int LENGTH = 32;
    /** Eleven characters of six bits hold a long. */
    private static final int SEQUENCE_LENGTH = 11;

    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long INVERSE = inverse(FACTOR);

    private VersionIds() {}

    static String of(long sequence) {
        StringBuilder id = new StringBuilder(LENGTH);
        append(sequence * FACTOR, SEQUENCE_LENGTH, id);
        append(Mix.of(sequence), SEQUENCE_LENGTH, id);
        append(Mix.of(sequence ^ FACTOR), LENGTH - 2 * SEQUENCE_LENGTH, id);
        return id.toString();
    }

    /** Writes the id of a sequence number as 32 bytes. */
    static int write(long sequence, byte[] target, int offset) {
        int at = write(sequence * FACTOR, SEQUENCE_LENGTH, target, offset);
        at = write(Mix.of(sequence), SEQUENCE_LENGTH, target, at);
        return write(Mix.of(sequence ^ FACTOR), LENGTH - 2 * SEQUENCE_LENGTH, target, at);
    }

    /** The sequence number behind an id, or nothing if the server never gives out such an id. */
    static OptionalLong sequence(String id) {
        if (id.length() != LENGTH) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = SEQUENCE_LENGTH - 1; i >= 0; i--) {
            value = value << 6 | Math.max(0, ALPHABET.indexOf(id.charAt(i)));
        }
        long sequence = value * INVERSE;
        return of(sequence).equals(id) ? OptionalLong.of(sequence) : OptionalLong.empty();
    }

    private static void append(long value, int length, StringBuilder out) {
        long rest = value;
        for (int i = 0; i < length; i++) {
            out.append(ALPHABET.charAt((int) rest & 63));
            rest >>>= 6;
        }
    }

    private static int write(long value, int length, byte[] target, int offset) {
        long rest = value;
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) ALPHABET.charAt((int) rest & 63);
            rest >>>= 6;
        }
        return offset + length;
    }

    /** Newton's iteration doubles the number of right bits each time. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int i = 0; i < 6; i++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
