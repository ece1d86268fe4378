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
        int first = 0;
        while (first < text.length && text[first] != '%' && text[first] != '+') {
            first++;
        }
        if (first == text.length) {
            return text;
        }
        byte[] decoded = new byte[text.length];
        System.arraycopy(text, 0, decoded, 0, first);
        int length = first;
        // Negative as soon as one byte is: not ASCII.
        int all = 0;
        for (int i = first; i < text.length; i++) {
            byte next = text[i];
            if (next == '%') {
                int high = i + 2 < text.length ? digit(text[i + 1]) : -1;
                int low = i + 2 < text.length ? digit(text[i + 2]) : -1;
                if (high < 0 || low < 0) {
                    throw PageFormatException.at(
                            position, "a percent sign that encodes nothing", new String(text, StandardCharsets.UTF_8));
                }
                decoded[length] = (byte) (high << 4 | low);
                all |= decoded[length++];
                i += 2;
            } else {
                decoded[length++] = next == '+' ? (byte) ' ' : next;
            }
        }
        byte[] whole = Arrays.copyOf(decoded, length);
        if (all < 0 && !UTF8String.fromBytes(whole).isValid()) {
            throw PageFormatException.at(position, "a key that is not UTF-8", new String(text, StandardCharsets.UTF_8));
        }
        return whole;
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
