package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What a page says, read the slow way: by the JDK's StAX into a tree, and from there by the rules of S3.
 *
 * <p>XML 1.0 has no place for control characters, U+FFFE and U+FFFF, but stores send them raw or as references, and the
 * parser takes them: here they travel through StAX as characters of a private plane. Nor may {@code ]]>} stand in a text,
 * which the parser takes as well.
 */
final class PageModel {
    private static final int PLANE = 0xF0000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]");
    private static final Pattern NO_CHARACTER = Pattern.compile("\u00ef\u00bf([\u00be\u00bf])");
    private static final Pattern REFERENCE = Pattern.compile("&#(?:x([0-9a-fA-F]{1,10})|([0-9]{1,11}));");
    private static final Pattern END_OF_DATA =
            Pattern.compile("<!\\[CDATA\\[.*?\\]\\]>|<!--.*?-->|\\]\\]>", Pattern.DOTALL);
    private static final Set<String> ONCE_A_PAGE =
            Set.of("IsTruncated", "EncodingType", "NextContinuationToken", "NextKeyMarker", "NextVersionIdMarker");
    private static final Set<String> ONCE_AN_ENTRY =
            Set.of("Key", "LastModified", "Size", "IsLatest", "VersionId", "ETag");

    /** The page is refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    private record Element(String name, List<Element> children, String ownText) {
        String text() throws RefusedException {
            if (!children.isEmpty()) {
                throw new RefusedException("an element inside of " + name);
            }
            return restored(ownText);
        }

        Optional<String> lastText(String wanted) throws RefusedException {
            Optional<String> last = Optional.empty();
            for (Element child : children) {
                if (child.name.equals(wanted)) {
                    last = Optional.of(child.text());
                }
            }
            return last;
        }

        void checkOnce(Set<String> once) throws RefusedException {
            for (String wanted : once) {
                if (children.stream().filter(child -> child.name.equals(wanted)).count() > 1) {
                    throw new RefusedException("twice: " + wanted);
                }
            }
        }
    }

    private PageModel() {}

    static Page read(byte[] page, IncludedObjectVersions versions) throws RefusedException {
        Element root = tree(page);
        boolean isAll = versions == IncludedObjectVersions.ALL;
        if (!root.name.equals(isAll ? "ListVersionsResult" : "ListBucketResult")) {
            throw new RefusedException("root " + root.name);
        }
        root.checkOnce(ONCE_A_PAGE);
        String encoding = root.lastText("EncodingType").orElse("");
        if (!Set.of("", "url").contains(encoding)) {
            throw new RefusedException("encoding " + encoding);
        }
        boolean isEncoded = encoding.equals("url");
        boolean isTruncated = truth(root.lastText("IsTruncated"));
        List<ListedVersion> entries = new ArrayList<>();
        List<UTF8String> prefixes = new ArrayList<>();
        for (Element child : root.children) {
            switch (child.name) {
                case "Contents", "Version", "DeleteMarker" -> {
                    if (child.name.equals("Contents") == isAll) {
                        throw new RefusedException("foreign entry");
                    }
                    entries.add(entry(child, isAll, isEncoded));
                }
                case "CommonPrefixes" -> {
                    for (Element prefix : child.children) {
                        if (prefix.name.equals("Prefix")) {
                            prefixes.add(decoded(prefix.text(), isEncoded));
                        }
                    }
                }
                default -> {
                    // Not known.
                }
            }
        }
        Optional<String> marker = root.lastText("NextKeyMarker").filter(text -> !text.isEmpty());
        boolean isRaw = marker.isPresent()
                && !entries.isEmpty()
                && entries.get(entries.size() - 1).key().toString().equals(marker.get());
        return new Page(
                entries,
                prefixes,
                isTruncated,
                root.lastText("NextContinuationToken").filter(text -> !text.isEmpty()),
                marker.isEmpty()
                        ? marker
                        : Optional.of(decoded(marker.get(), isEncoded && !isRaw).toString()),
                root.lastText("NextVersionIdMarker").filter(text -> !text.isEmpty()));
    }

    private static ListedVersion entry(Element entry, boolean isAll, boolean isEncoded) throws RefusedException {
        entry.checkOnce(ONCE_AN_ENTRY);
        boolean isMarker = entry.name.equals("DeleteMarker");
        Optional<String> size = entry.lastText("Size");
        Optional<String> latest = entry.lastText("IsLatest");
        Optional<String> key = entry.lastText("Key").filter(text -> !text.isEmpty());
        Optional<String> date = entry.lastText("LastModified");
        if (key.isEmpty()
                || date.isEmpty()
                || (!isMarker && size.isEmpty())
                || (isAll && latest.isEmpty())
                || (size.isPresent() && !size.get().matches("[0-9]{1,18}"))) {
            throw new RefusedException("incomplete entry");
        }
        String checksum = "";
        String owner = "";
        for (Element child : entry.children) {
            if (child.name.equals("ChecksumAlgorithm") && checksum.isEmpty()) {
                checksum = child.text();
            }
            if (child.name.equals("Owner")) {
                owner = child.lastText("ID").orElse(owner);
            }
        }
        String eTag = entry.lastText("ETag").orElse("");
        boolean isQuoted = eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"");
        return new ListedVersion(
                decoded(key.get(), isEncoded),
                utf8(entry.lastText("VersionId").orElse("")),
                latest.isEmpty() || truth(latest),
                isMarker,
                size.isEmpty() ? 0 : Long.parseLong(size.get()),
                micros(date.get()),
                utf8(isQuoted ? eTag.substring(1, eTag.length() - 1) : eTag),
                utf8(entry.lastText("StorageClass").orElse("")),
                utf8(checksum),
                utf8(owner));
    }

    private static boolean truth(Optional<String> text) throws RefusedException {
        String value = text.orElse("").trim();
        if (!value.equals("true") && !value.equals("false")) {
            throw new RefusedException("neither true nor false");
        }
        return value.equals("true");
    }

    private static long micros(String date) throws RefusedException {
        try {
            Instant instant = OffsetDateTime.parse(date).toInstant();
            return new BigDecimal(instant.getEpochSecond())
                    .movePointRight(6)
                    .add(new BigDecimal(instant.getNano() / 1000))
                    .longValueExact();
        } catch (DateTimeException | ArithmeticException noDate) {
            throw new RefusedException("date " + date);
        }
    }

    private static UTF8String decoded(String text, boolean isEncoded) throws RefusedException {
        if (!isEncoded) {
            return utf8(text);
        }
        if (!text.replaceAll("%[0-9a-fA-F]{2}", "").chars().noneMatch(character -> character == '%')) {
            throw new RefusedException("a lone percent sign");
        }
        Matcher escape = Pattern.compile("%([0-9a-fA-F]{2})").matcher(latin(text.getBytes(StandardCharsets.UTF_8)));
        String bytes = escape.replaceAll(match -> Matcher.quoteReplacement(
                Character.toString((char) Integer.parseInt(match.group(1), 16)).replace("+", "\u0100")));
        byte[] raw = bytes.replace('+', ' ').replace('\u0100', '+').getBytes(StandardCharsets.ISO_8859_1);
        return utf8(utf8Text(raw));
    }

    private static String utf8Text(byte[] bytes) throws RefusedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException noText) {
            throw new RefusedException("not UTF-8");
        }
    }

    private static Element tree(byte[] page) throws RefusedException {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            // StAX gets characters: bytes that are not UTF-8 it would report to the terminal as well.
            String text = utf8Text(prepared(page));
            XMLStreamReader reader = factory.createXMLStreamReader(
                    new StringReader(text.startsWith("\ufeff") ? text.substring(1) : text));
            String encoding =
                    Optional.ofNullable(reader.getCharacterEncodingScheme()).orElse("UTF-8");
            if (!Set.of("UTF-8", "US-ASCII").contains(encoding.toUpperCase(java.util.Locale.ROOT))) {
                throw new RefusedException("encoding " + encoding);
            }
            Element root = null;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    throw new RefusedException("document type");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    root = element(reader, 1);
                }
            }
            return root;
        } catch (XMLStreamException | RuntimeException refused) {
            throw new RefusedException("not XML: " + refused.getMessage());
        }
    }

    private static Element element(XMLStreamReader reader, int depth) throws XMLStreamException, RefusedException {
        if (depth > 64) {
            throw new RefusedException("too deep");
        }
        String name = reader.getLocalName();
        List<Element> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.END_ELEMENT -> {
                    return new Element(name, children, text.toString());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    // Passed over.
                }
                default -> throw new RefusedException("event " + reader.getEventType());
            }
        }
    }

    /** With what XML has no place for in the private plane. */
    private static byte[] prepared(byte[] page) {
        String text = latin(page);
        text = UNPRINTABLE.matcher(text).replaceAll(match -> plane(match.group().charAt(0)));
        text = NO_CHARACTER
                .matcher(text)
                .replaceAll(match -> plane(match.group(1).charAt(0) == '\u00be' ? 0xfe : 0xff));
        text = REFERENCE.matcher(text).replaceAll(match -> {
            long codePoint =
                    match.group(1) == null ? Long.parseLong(match.group(2)) : Long.parseLong(match.group(1), 16);
            boolean isUnprintable = codePoint < 0x20 && codePoint != 9 && codePoint != 10 && codePoint != 13;
            return isUnprintable || codePoint == 0xfffe || codePoint == 0xffff
                    ? plane((int) codePoint & 0xff)
                    : Matcher.quoteReplacement(match.group());
        });
        text = END_OF_DATA
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(match.group().equals("]]>") ? "]]&gt;" : match.group()));
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String plane(int offset) {
        return latin(Character.toString(PLANE + offset).getBytes(StandardCharsets.UTF_8));
    }

    private static String restored(String text) {
        return text.codePoints()
                .map(point -> point < PLANE || point > PLANE + 0xff
                        ? point
                        : point - PLANE >= 0xfe ? 0xff00 + (point - PLANE) : point - PLANE)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }
}
