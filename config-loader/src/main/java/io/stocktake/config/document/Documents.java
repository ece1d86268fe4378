package io.stocktake.config.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads definition documents within bounds, whatever they hold. */
public final class Documents {

    /** The largest document, in bytes: AWS's own limit for a replication configuration. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    /** The deepest nesting. The deepest document of AWS has six levels. */
    static final int DEEPEST = 100;

    private Documents() {}

    /**
     * Reads all bytes of a document, but never more than one beyond {@link #MOST_BYTES}.
     *
     * @param content is not closed
     * @param name of the document, for messages
     * @throws InvalidDefinitionException where it is larger
     */
    public static byte[] read(InputStream content, String name) throws IOException {
        byte[] bytes = content.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw tooLarge(new Problems(name, Refusal.INVALID_DEFINITION));
        }
        return bytes;
    }

    /**
     * The tree of a document.
     *
     * @param names how its XML differs
     * @param problems receives what does not keep the rest from being read, such as a member given twice
     * @throws InvalidDefinitionException where it is too large, too deep, not UTF-8 or not of the format
     */
    public static Node parse(byte[] content, DocumentFormat format, XmlNames names, Problems problems) {
        if (content.length > MOST_BYTES) {
            throw tooLarge(problems);
        }
        String text = decode(content, problems);
        if (text.isBlank()) {
            throw problems.fatal(NodePath.ROOT, "is empty");
        }
        return switch (format) {
            case JSON, YAML -> TokenTree.read(text, format, problems);
            case XML -> XmlTree.read(text, names, problems);
        };
    }

    /** Strictly UTF-8: a decoder that replaces would deliver to a prefix that nobody asked for. */
    private static String decode(byte[] content, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer text = CharBuffer.allocate(content.length);
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw problems.fatal(NodePath.ROOT, "is not UTF-8 at byte " + bytes.position() + " (counted from 0)");
        }
        String decoded = text.flip().toString();
        return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    }

    private static InvalidDefinitionException tooLarge(Problems problems) {
        return problems.fatal(NodePath.ROOT, "is larger than " + MOST_BYTES + " bytes");
    }
}
