package io.stocktake.inventory.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The URL encoding of keys in CSV reports and manifests: the set of {@link java.net.URLEncoder}, with {@code /} left as it
 * is, a space as {@code +} and a plus as {@code %2B}.
 *
 * <p>Source: S3 User Guide, "Amazon S3 Inventory list" ("object key names in a CSV file are URL-encoded").
 */
public final class KeyEncoding {
    private static final String LITERAL = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*_/";
    private static final boolean[] IS_LITERAL = new boolean[256];
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    static {
        for (int i = 0; i < LITERAL.length(); i++) {
            IS_LITERAL[LITERAL.charAt(i)] = true;
        }
    }

    private KeyEncoding() {}

    /** Encodes a key, given as its UTF-8 bytes, as S3 Inventory does. */
    static String encode(byte[] key) {
        return encode(key, "+");
    }

    /**
     * Encodes a key, given as its UTF-8 bytes, with {@code %20} for a space: decoders that take a plus for a space and
     * decoders that take it for itself then agree.
     */
    public static String encodeForEveryDecoder(byte[] key) {
        return encode(key, "%20");
    }

    private static String encode(byte[] key, String space) {
        StringBuilder encoded = new StringBuilder(key.length + 16);
        for (byte signed : key) {
            int octet = signed & 0xFF;
            if (IS_LITERAL[octet]) {
                encoded.append((char) octet);
            } else if (octet == ' ') {
                encoded.append(space);
            } else {
                encoded.append('%').append(HEX[octet >> 4]).append(HEX[octet & 0xF]);
            }
        }
        return encoded.toString();
    }

    /**
     * The key's UTF-8 bytes, or nothing if this is not the encoding of a key. Characters that needed no encoding are
     * taken as they are, for other writers encode less.
     */
    public static Optional<byte[]> decode(String encoded) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(encoded.length());
        byte[] octets = encoded.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '+') {
                key.write(' ');
            } else if (octets[i] == '%') {
                int octet = i + 2 < octets.length ? octet(octets[i + 1], octets[i + 2]) : -1;
                if (octet < 0) {
                    return Optional.empty();
                }
                key.write(octet);
                i += 2;
            } else {
                key.write(octets[i]);
            }
        }
        return isUtf8(key) ? Optional.of(key.toByteArray()) : Optional.empty();
    }

    private static int octet(byte high, byte low) {
        int highDigit = Character.digit(high, 16);
        int lowDigit = Character.digit(low, 16);
        return highDigit < 0 || lowDigit < 0 ? -1 : (highDigit << 4) + lowDigit;
    }

    private static boolean isUtf8(ByteArrayOutputStream key) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
