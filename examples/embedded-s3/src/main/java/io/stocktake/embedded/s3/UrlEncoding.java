package io.stocktake.embedded.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent encoding as requests and signatures use it, exact to the byte. */
final class UrlEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private UrlEncoding() {}

    /** Decodes a path, in which a plus sign is a plus sign. */
    static String decodePath(String raw) {
        return text(decode(raw, '+'));
    }

    /** Decodes a part of a query, in which a plus sign is a space. */
    static String decodeQuery(String raw) {
        return text(decode(raw, ' '));
    }

    private static byte[] decode(String raw, char plus) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c == '%') {
                boolean complete = i + 2 < raw.length();
                int high = complete ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = complete ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw invalidUri();
                }
                out.write(high * 16 + low);
                i += 3;
            } else {
                if (c == '+') {
                    out.write(plus);
                } else if (c < 0x80) {
                    out.write(c);
                } else {
                    out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                }
                i++;
            }
        }
        return out.toByteArray();
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalidUri();
        }
    }

    private static S3Error invalidUri() {
        return new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
    }

    /** Encodes as Signature Version 4 asks: everything but {@code A-Z a-z 0-9 - . _ ~}, and the slash in paths. */
    static void encodeForSignature(String text, StringBuilder out, String alsoSafe) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80
                    && (Character.isLetterOrDigit(c)
                            || c == '-'
                            || c == '.'
                            || c == '_'
                            || c == '~'
                            || alsoSafe.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
    }
}
