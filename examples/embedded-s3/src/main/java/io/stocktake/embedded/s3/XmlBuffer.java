package io.stocktake.embedded.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** An XML document being written, as bytes that are reused from page to page. Not thread-safe. */
final class XmlBuffer {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    /** The bytes that encoding-type=url leaves as they are: those of java.net.URLEncoder, and the slash. */
    private static final boolean[] URL_SAFE = new boolean[128];

    static {
        for (char c = 0; c < 128; c++) {
            URL_SAFE[c] = Character.isLetterOrDigit(c) || "-_.*/".indexOf(c) >= 0;
        }
    }

    private byte[] bytes;
    private int length;

    XmlBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    static XmlBuffer document() {
        return new XmlBuffer(512).declaration();
    }

    XmlBuffer declaration() {
        return ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** Writes the bytes in pieces that stay in a processor's cache through the copies that a socket makes. */
    void writeTo(OutputStream out) throws IOException {
        int piece = 64 * 1024;
        for (int from = 0; from < length; from += piece) {
            out.write(bytes, from, Math.min(piece, length - from));
        }
    }

    /** Makes room for so many more bytes and returns the array, for writers that fill it themselves. */
    byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        return bytes;
    }

    void advanceTo(int newLength) {
        length = newLength;
    }

    XmlBuffer ascii(String text) {
        byte[] target = room(text.length());
        int at = length;
        for (int i = 0; i < text.length(); i++) {
            target[at++] = (byte) text.charAt(i);
        }
        length = at;
        return this;
    }

    XmlBuffer append(byte[] source) {
        return append(source, 0, source.length);
    }

    XmlBuffer append(byte[] source, int from, int count) {
        System.arraycopy(source, from, room(count), length, count);
        length += count;
        return this;
    }

    XmlBuffer append(XmlBuffer other) {
        return append(other.bytes, 0, other.length);
    }

    XmlBuffer open(String name) {
        return ascii("<").ascii(name).ascii(">");
    }

    XmlBuffer close(String name) {
        return ascii("</").ascii(name).ascii(">");
    }

    XmlBuffer root(String name) {
        return ascii("<").ascii(name).ascii(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    }

    XmlBuffer element(String name, String text) {
        return open(name).text(text).close(name);
    }

    XmlBuffer element(String name, long number) {
        return open(name).ascii(Long.toString(number)).close(name);
    }

    XmlBuffer element(String name, Instant instant) {
        return open(name).instant(instant).close(name);
    }

    XmlBuffer text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return text(utf8, 0, utf8.length);
    }

    /**
     * Escaped text. Characters that XML 1.0 has no way to write come as numeric references, as S3 sends them: the
     * document is then not well-formed, which is why clients ask for encoding-type=url.
     */
    XmlBuffer text(byte[] utf8, int from, int count) {
        room(count);
        for (int i = from; i < from + count; i++) {
            byte b = utf8[i];
            switch (b) {
                case '&' -> ascii("&amp;");
                case '<' -> ascii("&lt;");
                case '>' -> ascii("&gt;");
                case '"' -> ascii("&quot;");
                case '\r' -> ascii("&#13;");
                case '\t', '\n' -> one(b);
                default -> {
                    if (b >= 0 && b < 0x20) {
                        ascii("&#x").ascii(Integer.toHexString(b)).ascii(";");
                    } else if (isNoncharacter(utf8, i, from + count)) {
                        ascii((utf8[i + 2] & 1) == 0 ? "&#xfffe;" : "&#xffff;");
                        i += 2;
                    } else {
                        one(b);
                    }
                }
            }
        }
        return this;
    }

    /** U+FFFE and U+FFFF (EF BF BE, EF BF BF): not characters of XML 1.0. */
    private static boolean isNoncharacter(byte[] utf8, int at, int end) {
        return utf8[at] == (byte) 0xEF && at + 2 < end && utf8[at + 1] == (byte) 0xBF && (utf8[at + 2] & 0xFE) == 0xBE;
    }

    private void one(byte b) {
        room(1)[length++] = b;
    }

    /** Text as encoding-type=url sends it: a space becomes a plus sign, the slash stays. */
    XmlBuffer urlEncoded(byte[] utf8, int from, int count) {
        byte[] target = room(3 * count);
        int at = length;
        int i = from;
        // Most keys need no encoding at all, or only far behind their beginning.
        while (i < from + count && utf8[i] >= 0 && URL_SAFE[utf8[i]]) {
            i++;
        }
        System.arraycopy(utf8, from, target, at, i - from);
        at += i - from;
        for (; i < from + count; i++) {
            byte b = utf8[i];
            if (b >= 0 && URL_SAFE[b]) {
                target[at++] = b;
            } else if (b == ' ') {
                target[at++] = '+';
            } else {
                target[at++] = '%';
                target[at++] = HEX[(b >> 4) & 15];
                target[at++] = HEX[b & 15];
            }
        }
        length = at;
        return this;
    }

    XmlBuffer number(long value) {
        if (value < 0) {
            return ascii(Long.toString(value));
        }
        byte[] target = room(20);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A time as listings write it: {@code 2026-11-21T22:21:38.123Z}. */
    XmlBuffer instant(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        digits(time.getYear(), 4).one((byte) '-');
        digits(time.getMonthValue(), 2).one((byte) '-');
        digits(time.getDayOfMonth(), 2).one((byte) 'T');
        digits(time.getHour(), 2).one((byte) ':');
        digits(time.getMinute(), 2).one((byte) ':');
        digits(time.getSecond(), 2).one((byte) '.');
        digits(time.getNano() / 1_000_000, 3).one((byte) 'Z');
        return this;
    }

    XmlBuffer digits(int value, int width) {
        byte[] target = room(width);
        int rest = value;
        for (int at = length + width - 1; at >= length; at--) {
            target[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        return this;
    }
}
