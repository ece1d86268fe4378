package io.stocktake.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the elements and texts of a UTF-8 XML document that is wholly in memory, byte by byte.
 *
 * <p>It knows what the answers of S3 use: elements, texts, the five named and the numeric character references, CDATA,
 * comments and the XML declaration. It checks that tags match, and refuses document types, so that no entity can be
 * declared, and texts that are not UTF-8. It is more lenient than XML 1.0 in what it passes over (attributes, namespaces,
 * comments, the characters of names), and takes the control characters that XML has no place for, since stores send
 * them. Memory is bounded by the document. Not thread-safe.
 */
final class XmlReader {
    private static final int DEEPEST = 64;
    /** So much of a name stands in a message. */
    private static final int LONGEST_NAME = 100;

    private static final Pattern ENCODING = Pattern.compile("\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");
    private static final Pattern UTF_8 = Pattern.compile("(?i)utf-?8|(us-)?ascii");
    private static final Pattern NUMERIC = Pattern.compile("#[0-9]+|#x[0-9a-fA-F]+");

    private final byte[] document;
    private final int end;
    private int position;

    /** Where the names of the open elements start and end, innermost last. */
    private final int[] nameStarts = new int[DEEPEST];

    private final int[] nameEnds = new int[DEEPEST];
    /** The text that is being put together from more than one piece. */
    private byte[] text = new byte[64];

    private int textLength;
    private int depth;
    private boolean selfClosed;
    private boolean rootSeen;

    XmlReader(byte[] document, int length) {
        this.document = document;
        this.end = length;
        // A byte order mark may precede the declaration.
        if (length >= 3
                && (document[0] & 0xff) == 0xef
                && (document[1] & 0xff) == 0xbb
                && (document[2] & 0xff) == 0xbf) {
            position = 3;
        }
    }

    /**
     * Goes on to the next child of the current element, passing over texts.
     *
     * @return false at the end of the current element, which is then left; at the top, at the end of the document
     */
    boolean nextElement() throws PageFormatException {
        if (selfClosed) {
            selfClosed = false;
            depth--;
            return false;
        }
        while (true) {
            skipText();
            if (position >= end) {
                if (depth > 0 || !rootSeen) {
                    throw new PageFormatException("the document ends early, at byte " + end);
                }
                return false;
            }
            if (isEndTag()) {
                endTag();
                return false;
            }
            if (isStartTag()) {
                startTag();
                return true;
            }
            if (at("<?") && depth == 0) {
                skipInstruction();
            } else if (at("<?")) {
                throw instruction();
            } else if (at("<!--")) {
                skipComment();
            } else if (at("<![CDATA[") && depth > 0) {
                skip("<![CDATA[", "]]>");
            } else if (at("<!")) {
                throw new PageFormatException("a document type is not allowed, at byte " + position);
            } else {
                startTag();
                return true;
            }
        }
    }

    /** Whether the current element has this local name. */
    boolean isNamed(String localName) {
        int start = nameStarts[depth - 1];
        int length = nameEnds[depth - 1] - start;
        if (length != localName.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (document[start + i] != localName.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The local name of the current element, for a message: of a very long one the beginning. */
    String name() {
        int start = nameStarts[depth - 1];
        int length = nameEnds[depth - 1] - start;
        String name = new String(document, start, Math.min(length, LONGEST_NAME), StandardCharsets.UTF_8);
        return length > LONGEST_NAME ? name + "…" : name;
    }

    /** How many bytes were read: behind a start tag where the element's text begins. */
    int position() {
        return position;
    }

    /** The text of the current element, which has no children, as valid UTF-8; the element is left. */
    byte[] text() throws PageFormatException {
        if (selfClosed) {
            selfClosed = false;
            depth--;
            return new byte[0];
        }
        int start = position;
        position = plainEnd(start);
        if (isEndTag()) {
            byte[] whole = Arrays.copyOfRange(document, start, position);
            endTag();
            return whole;
        }
        position = start;
        byte[] text = slowText();
        if (!UTF8String.fromBytes(text).isValid()) {
            throw new PageFormatException("a text that is not UTF-8, at byte " + start);
        }
        return text;
    }

    /** The text of the current element without the quotes around it, if it has both: an ETag. The element is left. */
    byte[] quotedText() throws PageFormatException {
        int start = position + "&quot;".length();
        if (!selfClosed && at("&quot;")) {
            int endOfText = plainEnd(start);
            if (at("&quot;</", endOfText)) {
                byte[] whole = Arrays.copyOfRange(document, start, endOfText);
                position = endOfText + "&quot;".length();
                endTag();
                return whole;
            }
        }
        byte[] text = text();
        boolean isQuoted = text.length >= 2 && text[0] == '"' && text[text.length - 1] == '"';
        return isQuoted ? Arrays.copyOfRange(text, 1, text.length - 1) : text;
    }

    /** Where the first byte stands from there on that is not plain, or not ASCII; eight at a time. */
    private int plainEnd(int from) {
        int at = from;
        while (at + Long.BYTES <= end) {
            long eight = EightBytes.at(document, at);
            long notPlain = EightBytes.are(eight, '<')
                    | EightBytes.are(eight, '&')
                    | EightBytes.are(eight, '\r')
                    | EightBytes.areNotAscii(eight);
            if (notPlain != 0) {
                return at + EightBytes.first(notPlain);
            }
            at += Long.BYTES;
        }
        while (at < end && document[at] >= 0 && isPlain(document[at])) {
            at++;
        }
        return at;
    }

    /** Leaves the current element, whatever it contains. */
    void skipElement() throws PageFormatException {
        int target = depth - 1;
        while (depth > target) {
            nextElement();
        }
    }

    /** Text that is not what it stands for, such as an ETag, whose quotes are references. */
    private byte[] slowText() throws PageFormatException {
        textLength = 0;
        while (true) {
            int start = position;
            while (position < end && isPlain(document[position])) {
                position++;
            }
            append(start, position);
            if (position >= end) {
                throw new PageFormatException("the document ends early, at byte " + end);
            }
            byte next = document[position];
            if (next == '&') {
                reference();
            } else if (next == '\r') {
                // XML 1.0, 2.11: a carriage return, with its line feed if it has one, is read as a line feed.
                position += position + 1 < end && document[position + 1] == '\n' ? 2 : 1;
                append('\n');
            } else if (isEndTag()) {
                endTag();
                return Arrays.copyOf(text, textLength);
            } else if (at("<![CDATA[")) {
                characterData();
            } else if (at("<!--")) {
                skipComment();
            } else if (at("<?")) {
                throw instruction();
            } else {
                throw new PageFormatException("an element inside of <" + name() + ">, at byte " + position);
            }
        }
    }

    private void characterData() throws PageFormatException {
        int inside = position + "<![CDATA[".length();
        skip("<![CDATA[", "]]>");
        int endOfData = position - "]]>".length();
        for (int i = inside; i < endOfData; i++) {
            if (document[i] != '\r') {
                append((char) (document[i] & 0xff));
            } else if (document[i + 1] != '\n') {
                append('\n');
            }
        }
    }

    private static boolean isPlain(byte next) {
        return next != '<' && next != '&' && next != '\r';
    }

    private void reference() throws PageFormatException {
        // Every ETag has two of these.
        if (at("&quot;")) {
            append('"');
            position += "&quot;".length();
            return;
        }
        int semicolon = position + 1;
        while (semicolon < end && semicolon - position <= 12 && document[semicolon] != ';') {
            semicolon++;
        }
        if (semicolon >= end || document[semicolon] != ';') {
            throw new PageFormatException("a reference without end, at byte " + position);
        }
        String name = new String(document, position + 1, semicolon - position - 1, StandardCharsets.UTF_8);
        int codePoint =
                switch (name) {
                    case "amp" -> '&';
                    case "lt" -> '<';
                    case "gt" -> '>';
                    case "quot" -> '"';
                    case "apos" -> '\'';
                    default -> numericReference(name);
                };
        for (byte part : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            append((char) (part & 0xff));
        }
        position = semicolon + 1;
    }

    /** Adds bytes of the document to the text. */
    private void append(int from, int to) {
        int length = to - from;
        makeRoom(length);
        System.arraycopy(document, from, text, textLength, length);
        textLength += length;
    }

    /** Adds one byte to the text. */
    private void append(char octet) {
        makeRoom(1);
        text[textLength++] = (byte) octet;
    }

    /** A text is no longer than the document that it is read from. */
    private void makeRoom(int more) {
        if (text.length - textLength < more) {
            text = Arrays.copyOf(text, Math.max(textLength + more, text.length * 2));
        }
    }

    private int numericReference(String name) throws PageFormatException {
        if (NUMERIC.matcher(name).matches()) {
            // At most eleven digits: no long overflows.
            long codePoint =
                    name.startsWith("#x") ? Long.parseLong(name.substring(2), 16) : Long.parseLong(name.substring(1));
            boolean isSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            if (codePoint <= Character.MAX_CODE_POINT && !isSurrogate) {
                return (int) codePoint;
            }
        }
        throw new PageFormatException("the reference \"&" + name + ";\" is not known, at byte " + position);
    }

    private void startTag() throws PageFormatException {
        if (depth == 0 && rootSeen) {
            throw new PageFormatException("a second root element, at byte " + position);
        }
        if (depth == DEEPEST) {
            throw new PageFormatException("elements nested deeper than " + DEEPEST + ", at byte " + position);
        }
        rootSeen = true;
        position++;
        int nameStart = position;
        while (position < end && isNameByte(document[position])) {
            if (document[position] == ':') {
                nameStart = position + 1;
            }
            position++;
        }
        if (position == nameStart) {
            throw new PageFormatException("a tag without a name, at byte " + position);
        }
        nameStarts[depth] = nameStart;
        nameEnds[depth] = position;
        depth++;
        if (position < end && document[position] == '>') {
            position++;
        } else {
            skipAttributes();
        }
    }

    private void skipAttributes() throws PageFormatException {
        byte quote = 0;
        while (position < end) {
            byte next = document[position++];
            if (next == '<') {
                // Not within quotes either: a quote too many would swallow entries.
                throw new PageFormatException("a tag without end, at byte " + (position - 1));
            }
            if (quote != 0) {
                quote = next == quote ? 0 : quote;
            } else if (next == '"' || next == '\'') {
                quote = next;
            } else if (next == '>') {
                selfClosed = document[position - 2] == '/';
                return;
            }
        }
        throw new PageFormatException("the document ends early, at byte " + end);
    }

    private boolean isEndTag() {
        return position + 1 < end && document[position] == '<' && document[position + 1] == '/';
    }

    /** Whether a tag opens here, and not what begins like one. */
    private boolean isStartTag() {
        return position + 1 < end && document[position + 1] != '!' && document[position + 1] != '?';
    }

    private void endTag() throws PageFormatException {
        int start = position + 2;
        if (depth > 0) {
            int nameStart = nameStarts[depth - 1];
            int nameEnd = nameEnds[depth - 1];
            int close = start + nameEnd - nameStart;
            if (close < end
                    && document[close] == '>'
                    && Arrays.equals(document, start, close, document, nameStart, nameEnd)) {
                position = close + 1;
                depth--;
                return;
            }
        }
        prefixedEndTag(start);
    }

    /** An end tag that has a prefix, or a space, or ends nothing. */
    private void prefixedEndTag(int start) throws PageFormatException {
        int nameStart = start;
        position = start;
        while (position < end && isNameByte(document[position])) {
            if (document[position] == ':') {
                nameStart = position + 1;
            }
            position++;
        }
        int nameEnd = position;
        while (position < end && isSpace(document[position])) {
            position++;
        }
        if (position >= end) {
            throw new PageFormatException("the document ends early, at byte " + end);
        }
        if (document[position] != '>'
                || depth == 0
                || !Arrays.equals(document, nameStart, nameEnd, document, nameStarts[depth - 1], nameEnds[depth - 1])) {
            throw new PageFormatException("an end tag that ends nothing, at byte " + start);
        }
        position++;
        depth--;
    }

    private void skipText() throws PageFormatException {
        while (position < end && document[position] != '<') {
            if (depth == 0 && !isSpace(document[position])) {
                throw new PageFormatException("text outside of the root element, at byte " + position);
            }
            position++;
        }
    }

    /** A processing instruction outside of the root, or the XML declaration, whose encoding counts: no other than UTF-8 is read. */
    private void skipInstruction() throws PageFormatException {
        int start = position;
        boolean isDeclaration = depth == 0 && !rootSeen && at("<?xml");
        skip("<?", "?>");
        if (isDeclaration) {
            Matcher encoding =
                    ENCODING.matcher(new String(document, start, position - start, StandardCharsets.ISO_8859_1));
            if (encoding.find() && !UTF_8.matcher(encoding.group(1)).matches()) {
                throw PageFormatException.at(start, "an encoding that is not UTF-8", encoding.group(1));
            }
        }
    }

    /** Whatever one contains is passed over, so that it could swallow entries. */
    private PageFormatException instruction() {
        return new PageFormatException("a processing instruction is not allowed, at byte " + position);
    }

    /** XML has no two hyphens within a comment: what follows them could be swallowed up to the end of the next one. */
    private void skipComment() throws PageFormatException {
        skip("<!--", "--");
        if (position >= end || document[position] != '>') {
            throw new PageFormatException("a comment without end, at byte " + position);
        }
        position++;
    }

    private void skip(String opening, String closing) throws PageFormatException {
        for (int i = position + opening.length(); i <= end - closing.length(); i++) {
            if (document[i] == closing.charAt(0) && at(closing, i)) {
                position = i + closing.length();
                return;
            }
        }
        throw new PageFormatException("the document ends early, at byte " + end);
    }

    private boolean at(String mark) {
        return at(mark, position);
    }

    private boolean at(String mark, int where) {
        if (where + mark.length() > end) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if (document[where + i] != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameByte(byte value) {
        // Most are letters.
        return value > '>'
                || (!isSpace(value) && value != '>' && value != '/' && value != '<' && value != '=' && value != '&');
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\n' || value == '\r' || value == '\t';
    }
}
