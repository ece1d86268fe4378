package io.stocktake.s3.planning;

import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** The characters of keys. Places in a key are counted in bytes and never lie within a character. */
final class KeyText {
    /** The greatest character, U+10FFFF. */
    private static final UTF8String GREATEST = UTF8String.fromString(Character.toString(Character.MAX_CODE_POINT));

    private KeyText() {}

    /** How many bytes of characters two keys have in common from their start. */
    static int common(UTF8String left, UTF8String right) {
        byte[] one = left.getBytes();
        byte[] other = right.getBytes();
        int at = Arrays.mismatch(one, other);
        if (at < 0) {
            return one.length;
        }
        while (at > 0 && (isInside(one, at) || isInside(other, at))) {
            at--;
        }
        return at;
    }

    /** Whether the byte at this place continues a character. */
    private static boolean isInside(byte[] bytes, int at) {
        return at < bytes.length && (bytes[at] & 0xC0) == 0x80;
    }

    /** The first bytes of a key. */
    static UTF8String head(UTF8String key, int length) {
        return UTF8String.fromBytes(Arrays.copyOf(key.getBytes(), length));
    }

    /** The first bytes of a key and the character behind them, if there is one. */
    static UTF8String child(UTF8String key, int level) {
        return head(key, next(key, level));
    }

    /** The place behind the character at a place; the same place at the end of the key. */
    static int next(UTF8String key, int level) {
        byte[] bytes = key.getBytes();
        int end = Math.min(level + 1, bytes.length);
        while (isInside(bytes, end)) {
            end++;
        }
        return end;
    }

    /** The character at a place of a key, or -1 at its end. */
    static int character(UTF8String key, int level) {
        int end = next(key, level);
        return end == level
                ? -1
                : UTF8String.fromBytes(Arrays.copyOfRange(key.getBytes(), level, end))
                        .toString()
                        .codePointAt(0);
    }

    /** Whether the character belongs to a name or number, as none of ASCII's punctuation does. */
    static boolean isOfName(int character) {
        return character >= 0x80 || Character.isLetterOrDigit(character);
    }

    /** Behind every key that begins with the prefix, but for those that go on with U+10FFFF. */
    static UTF8String behind(UTF8String prefix) {
        return UTF8String.concat(prefix, GREATEST);
    }
}
