package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** A page of a listing as some store might write it: any form of XML, any order of elements, any keys. */
final class RandomPage {
    private static final int[] CHARACTERS = {
        'a', 'b', 'Z', '0', '/', '.', ' ', '%', '+', '&', '<', '>', '"', '\'', ']', '\n', '\r', '\t', 1, 0x1f, 0x7f,
        0xfc, 0x20ac, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x1f600, 0x10ffff
    };

    private final SplittableRandom random;
    private final boolean isEncoded;
    private final String prefix;
    private final String indent;

    private RandomPage(SplittableRandom random) {
        this.random = random;
        this.isEncoded = random.nextBoolean();
        this.prefix = random.nextInt(4) == 0 ? "s3:" : "";
        this.indent = random.nextInt(3) == 0 ? "\n  " : "";
    }

    static byte[] of(SplittableRandom random, IncludedObjectVersions versions) {
        return new RandomPage(random).document(versions).getBytes(StandardCharsets.UTF_8);
    }

    private String document(IncludedObjectVersions versions) {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(entry(versions));
        }
        elements.add(element("IsTruncated", random.nextBoolean() ? "true" : "false"));
        elements.add(element("Name", "data"));
        if (isEncoded) {
            elements.add(element("EncodingType", "url"));
        }
        if (random.nextBoolean()) {
            elements.add(element("CommonPrefixes", indent + element("Prefix", written(text(4)))));
        }
        if (versions == IncludedObjectVersions.ALL && random.nextBoolean()) {
            elements.add(element("NextKeyMarker", written(text(4))));
            elements.add(element("NextVersionIdMarker", "v" + random.nextInt(100)));
        } else if (random.nextBoolean()) {
            elements.add(element("NextContinuationToken", "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM="));
        }
        if (random.nextBoolean()) {
            elements.add("<New a=\"1\"  b='>'><Deep/>text &amp; text<!-- <Contents> --></New>");
        }
        shuffle(elements);
        StringBuilder page = new StringBuilder();
        page.append(random.nextInt(4) == 0 ? "\ufeff" : "");
        page.append(random.nextBoolean() ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" : "");
        page.append(random.nextInt(4) == 0 ? "\n<!-- a page --><?a page?>\n" : "");
        String root = prefix + (versions == IncludedObjectVersions.ALL ? "ListVersionsResult" : "ListBucketResult");
        page.append('<')
                .append(root)
                .append(
                        prefix.isEmpty()
                                ? random.nextBoolean() ? " xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"" : ""
                                : " xmlns:s3='http://s3.amazonaws.com/doc/2006-03-01/'")
                .append('>');
        elements.forEach(element -> page.append(indent).append(element));
        page.append("</").append(root).append(random.nextBoolean() ? ">" : " >\n");
        return page.toString();
    }

    private String entry(IncludedObjectVersions versions) {
        boolean isAll = versions == IncludedObjectVersions.ALL;
        boolean isMarker = isAll && random.nextInt(3) == 0;
        List<String> elements = new ArrayList<>();
        elements.add(element("Key", written(text(6))));
        elements.add(element("LastModified", date()));
        if (isAll) {
            elements.add(element("VersionId", random.nextBoolean() ? "null" : "v" + random.nextInt(1000)));
            elements.add(element("IsLatest", random.nextBoolean() ? "true" : "false"));
        }
        if (random.nextBoolean()) {
            elements.add(element("Owner", element("ID", "75aa57f0") + element("DisplayName", "somebody")));
        }
        if (!isMarker) {
            elements.add(element("Size", Long.toString(random.nextLong(1L << random.nextInt(1, 50)))));
            String quote = random.nextBoolean() ? "&quot;" : "\"";
            elements.add(element("ETag", quote + "d41d8cd98f00b204e9800998ecf8427e-7" + quote));
            elements.add(element("StorageClass", random.nextBoolean() ? "STANDARD" : ""));
            if (random.nextInt(3) == 0) {
                elements.add(element("ChecksumAlgorithm", "CRC32"));
                elements.add(element("ChecksumAlgorithm", "SHA256"));
            }
        }
        shuffle(elements);
        return element(
                isMarker ? "DeleteMarker" : isAll ? "Version" : "Contents",
                indent + String.join(indent, elements) + indent);
    }

    private String date() {
        return switch (random.nextInt(4)) {
            case 0 -> "2024-02-29T23:59:59Z";
            case 1 -> "2024-05-06T22:37:48.123456Z";
            case 2 -> "2024-05-06T22:37:48+02:00";
            default -> "2024-05-06T22:37:48.%03dZ".formatted(random.nextInt(1000));
        };
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, most + 1); i > 0; i--) {
            text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    /** Encoded if the page is, and in one of the ways in which XML can write it. */
    private String written(String key) {
        StringBuilder xml = new StringBuilder();
        (isEncoded ? encoded(key) : key).codePoints().forEach(point -> {
            boolean isMarkup = "&<>\r".indexOf(point) >= 0;
            switch (random.nextInt(12)) {
                case 0 -> xml.append("&#").append(point).append(';');
                case 1 -> xml.append("&#x").append(Integer.toHexString(point)).append(';');
                case 2 -> xml.append("<!-- - -->").append(isMarkup ? "&#" + point + ";" : Character.toString(point));
                case 3 -> xml.append(isMarkup ? "&#" + point + ";" : "<![CDATA[" + Character.toString(point) + "]]>");
                default ->
                    xml.append(
                            switch (point) {
                                case '&' -> "&amp;";
                                case '<' -> "&lt;";
                                case '>' -> "&gt;";
                                case '\r' -> "&#13;";
                                default -> Character.toString(point);
                            });
            }
        });
        return xml.toString();
    }

    private String encoded(String key) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : key.getBytes(StandardCharsets.UTF_8)) {
            boolean isPlain = octet >= '0' && octet <= 'z' && octet != '<' && octet != '>';
            String escape = String.format(Locale.ROOT, random.nextBoolean() ? "%%%02X" : "%%%02x", octet & 0xff);
            encoded.append(
                    octet == ' ' && random.nextBoolean() ? "+" : isPlain ? Character.toString((char) octet) : escape);
        }
        return encoded.toString();
    }

    private String element(String name, String content) {
        return content.isEmpty() && random.nextBoolean()
                ? "<" + prefix + name + "/>"
                : "<" + prefix + name + ">" + content + "</" + prefix + name + ">";
    }

    private void shuffle(List<String> elements) {
        if (random.nextBoolean()) {
            Collections.shuffle(elements, new Random(random.nextLong()));
        }
    }
}
