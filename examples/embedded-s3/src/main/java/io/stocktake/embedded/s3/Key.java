package io.stocktake.embedded.s3;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An object's key as the bytes of its UTF-8 form. S3 lists general purpose buckets in the unsigned order of these bytes,
 * which is this class's natural order and the only order of keys in the server.
 */
final class Key implements Comparable<Key> {
    /** The longest key that S3 takes, in bytes of UTF-8. */
    static final int MAXIMUM_LENGTH = 1024;

    private final byte[] utf8;

    private Key(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** @throws IllegalArgumentException if the text holds half a surrogate pair, which has no UTF-8 form */
    static Key of(String text) {
        return new Key(utf8(text)
                .orElseThrow(() -> new IllegalArgumentException("Cannot use the key \"" + text
                        + "\": it holds half a surrogate pair, which UTF-8 cannot encode")));
    }

    /** The bytes are kept, not copied; nobody may change them afterwards. */
    static Key ofBytes(byte[] utf8) {
        return new Key(utf8);
    }

    /** The UTF-8 form of a text, or nothing where it holds half a surrogate pair. */
    static Optional<byte[]> utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return Optional.of(utf8);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The bytes themselves; not to be changed. */
    byte[] bytes() {
        return utf8;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(utf8, other.utf8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(utf8, key.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /**
     * The smallest bytes that are greater than everything that starts with the prefix. UTF-8 has no byte 0xFF, so the
     * last byte of a prefix can always be raised.
     */
    static byte[] beyond(byte[] prefix) {
        byte[] next = prefix.clone();
        next[next.length - 1]++;
        return next;
    }
}
