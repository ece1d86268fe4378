package io.stocktake.s3;

import java.nio.charset.StandardCharsets;
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
        int percents = 0;
        int pluses = 0;
        for (byte next : text) {
            percents += next == '%' ? 1 : 0;
            pluses += next == '+' ? 1 : 0;
        }
        if (percents + pluses == 0) {
            return text;
        }
        // Three bytes that stand for one; where they do not, that is an error before there is no room.
        byte[] whole = new byte[Math.max(0, text.length - 2 * percents)];
        int length = 0;
        // Negative as soon as one byte is: not ASCII.
        int all = 0;
        for (int i = 0; i < text.length; i++) {
            byte next = text[i];
            if (next == '%') {
                int high = i + 2 < text.length ? digit(text[i + 1]) : -1;
                int low = i + 2 < text.length ? digit(text[i + 2]) : -1;
                if (high < 0 || low < 0) {
                    throw nothingEncoded(text, position);
                }
                next = (byte) (high << 4 | low);
                all |= next;
                i += 2;
            } else if (next == '+') {
                next = ' ';
            }
            if (length == whole.length) {
                // A percent sign further on encodes nothing.
                throw nothingEncoded(text, position);
            }
            whole[length++] = next;
        }
        if (all < 0 && !UTF8String.fromBytes(whole).isValid()) {
            throw PageFormatException.at(position, "a key that is not UTF-8", new String(text, StandardCharsets.UTF_8));
        }
        return whole;
    }

    private static PageFormatException nothingEncoded(byte[] text, int position) {
        return PageFormatException.at(
                position, "a percent sign that encodes nothing", new String(text, StandardCharsets.UTF_8));
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
