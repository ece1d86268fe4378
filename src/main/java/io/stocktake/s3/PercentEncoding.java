package io.stocktake.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** The encoding of keys under {@code encoding-type=url}: percent-encoded UTF-8, with {@code +} for a space. */
final class PercentEncoding {
    private PercentEncoding() {}

    /**
     * The bytes that the text stands for: valid UTF-8, as the text is.
     *
     * @param position where the text stands, for an error
     * @throws PageFormatException if a percent sign is not followed by two hexadecimal digits, or the bytes are not
     *     UTF-8: such a key could be neither a marker nor the key of a request
     */
    static byte[] decode(byte[] text, int position) throws PageFormatException {
        int encoded = encodedAt(text, 0);
        if (encoded == text.length) {
            return text;
        }
        byte[] whole = new byte[text.length];
        int length = 0;
        int start = 0;
        // Negative as soon as one byte is: not ASCII.
        int all = 0;
        while (encoded < text.length) {
            int plain = encoded - start;
            System.arraycopy(text, start, whole, length, plain);
            length += plain;
            if (text[encoded] == '+') {
                whole[length++] = ' ';
                start = encoded + 1;
            } else {
                int high = encoded + 2 < text.length ? digit(text[encoded + 1]) : -1;
                int low = encoded + 2 < text.length ? digit(text[encoded + 2]) : -1;
                if (high < 0 || low < 0) {
                    throw PageFormatException.at(
                            position, "a percent sign that encodes nothing", new String(text, StandardCharsets.UTF_8));
                }
                byte octet = (byte) (high << 4 | low);
                all |= octet;
                whole[length++] = octet;
                start = encoded + 3;
            }
            encoded = encodedAt(text, start);
        }
        System.arraycopy(text, start, whole, length, text.length - start);
        byte[] decoded = Arrays.copyOf(whole, length + text.length - start);
        if (all < 0 && !UTF8String.fromBytes(decoded).isValid()) {
            throw PageFormatException.at(position, "a key that is not UTF-8", new String(text, StandardCharsets.UTF_8));
        }
        return decoded;
    }

    /** Where the first byte stands from there on that does not stand for itself; the end of the text if there is none. */
    private static int encodedAt(byte[] text, int from) {
        int at = from;
        while (at + Long.BYTES <= text.length) {
            long eight = EightBytes.at(text, at);
            long encoded = EightBytes.are(eight, '%') | EightBytes.are(eight, '+');
            if (encoded != 0) {
                return at + EightBytes.first(encoded);
            }
            at += Long.BYTES;
        }
        while (at < text.length && text[at] != '%' && text[at] != '+') {
            at++;
        }
        return at;
    }

    /** The value of a hexadecimal digit, or -1. */
    private static int digit(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int upper = octet & ~0x20;
        return upper >= 'A' && upper <= 'F' ? upper - 'A' + 10 : -1;
    }
}
