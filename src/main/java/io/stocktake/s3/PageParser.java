package io.stocktake.s3;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Parses the pages of ListObjectsV2 ({@code ListBucketResult}) and ListObjectVersions ({@code ListVersionsResult}).
 *
 * <p>The order of the document is kept: S3 interleaves versions and delete markers by key and age, and that order is
 * lost in the two lists of the SDK's own model. Not thread-safe; one parser serves one listing, so that what repeats from
 * entry to entry (owner, storage class, checksum algorithm) is kept once.
 */
final class PageParser {
    private static final UTF8String ABSENT = UTF8String.EMPTY_UTF8;

    private UTF8String lastStorageClass = ABSENT;
    private UTF8String lastChecksumAlgorithm = ABSENT;
    private UTF8String lastOwnerId = ABSENT;

    /** Keys and markers are percent-encoded where the page says {@code EncodingType} {@code url}. */
    private boolean isEncoded;

    /**
     * Parses one page.
     *
     * @throws PageFormatException if it is cut off, malformed, or not a page of a listing
     */
    Page parse(byte[] body, int length) throws PageFormatException {
        XmlReader xml = new XmlReader(body, length);
        xml.nextElement();
        if (!xml.isNamed("ListBucketResult") && !xml.isNamed("ListVersionsResult")) {
            throw new PageFormatException("expected a page of a listing, found <" + xml.name() + ">");
        }
        List<Entry> entries = new ArrayList<>(1000);
        List<byte[]> prefixes = new ArrayList<>();
        Optional<String> continuationToken = Optional.empty();
        byte[] keyMarker = null;
        Optional<String> versionIdMarker = Optional.empty();
        boolean isTruncated = false;
        boolean isTruncatedSeen = false;
        isEncoded = false;
        while (xml.nextElement()) {
            if (xml.isNamed("Contents") || xml.isNamed("Version")) {
                entries.add(entry(xml, new Entry()));
            } else if (xml.isNamed("DeleteMarker")) {
                Entry marker = new Entry();
                marker.isDeleteMarker = true;
                entries.add(entry(xml, marker));
            } else if (xml.isNamed("CommonPrefixes")) {
                while (xml.nextElement()) {
                    prefixes.add(xml.text());
                }
            } else if (xml.isNamed("IsTruncated")) {
                isTruncated = truth(xml.text(), "IsTruncated");
                isTruncatedSeen = true;
            } else if (xml.isNamed("EncodingType")) {
                isEncoded = "url".equals(string(xml.text()));
            } else if (xml.isNamed("NextContinuationToken")) {
                continuationToken = Optional.of(string(xml.text()));
            } else if (xml.isNamed("NextKeyMarker")) {
                keyMarker = xml.text();
            } else if (xml.isNamed("NextVersionIdMarker")) {
                versionIdMarker = Optional.of(string(xml.text()));
            } else {
                xml.skipElement();
            }
        }
        xml.nextElement();
        if (!isTruncatedSeen) {
            throw new PageFormatException("the page does not say whether it is truncated");
        }
        List<ListedVersion> versions = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            versions.add(entry.toVersion(decoded(entry.key)));
        }
        List<UTF8String> commonPrefixes = new ArrayList<>(prefixes.size());
        for (byte[] prefix : prefixes) {
            commonPrefixes.add(decoded(prefix));
        }
        // S3 sends the markers empty where there is nothing to say.
        return new Page(
                versions,
                commonPrefixes,
                isTruncated,
                continuationToken.filter(token -> !token.isEmpty()),
                keyMarker == null || keyMarker.length == 0
                        ? Optional.empty()
                        : Optional.of(marker(keyMarker, versions).toString()),
                versionIdMarker.filter(marker -> !marker.isEmpty()));
    }

    /** Ceph 16 does not encode NextKeyMarker, whatever the encoding of the page is: then it is the last key as it is. */
    private UTF8String marker(byte[] text, List<ListedVersion> versions) throws PageFormatException {
        UTF8String plain = UTF8String.fromBytes(text);
        boolean isLastKey =
                !versions.isEmpty() && versions.get(versions.size() - 1).key().equals(plain);
        return isLastKey ? plain : decoded(text);
    }

    private Entry entry(XmlReader xml, Entry entry) throws PageFormatException {
        while (xml.nextElement()) {
            if (xml.isNamed("Key")) {
                entry.key = xml.text();
            } else if (xml.isNamed("LastModified")) {
                entry.lastModified = micros(xml.text());
            } else if (xml.isNamed("ETag")) {
                entry.eTag = unquoted(xml.text());
            } else if (xml.isNamed("Size")) {
                entry.size = number(xml.text());
            } else if (xml.isNamed("StorageClass")) {
                entry.storageClass = lastStorageClass = same(lastStorageClass, xml.text());
            } else if (xml.isNamed("VersionId")) {
                entry.versionId = UTF8String.fromBytes(xml.text());
            } else if (xml.isNamed("IsLatest")) {
                entry.isLatest = truth(xml.text(), "IsLatest");
            } else if (xml.isNamed("ChecksumAlgorithm") && entry.checksumAlgorithm.numBytes() == 0) {
                entry.checksumAlgorithm = lastChecksumAlgorithm = same(lastChecksumAlgorithm, xml.text());
            } else if (xml.isNamed("Owner")) {
                while (xml.nextElement()) {
                    if (xml.isNamed("ID")) {
                        entry.ownerId = lastOwnerId = same(lastOwnerId, xml.text());
                    } else {
                        xml.skipElement();
                    }
                }
            } else {
                xml.skipElement();
            }
        }
        if (entry.key == null || entry.key.length == 0 || entry.lastModified == Long.MIN_VALUE) {
            throw new PageFormatException("an entry without Key or LastModified");
        }
        return entry;
    }

    /** What one entry's elements said, in whatever order they came. */
    private static final class Entry {
        private byte[] key;
        private UTF8String versionId = ABSENT;
        private boolean isLatest = true;
        private boolean isDeleteMarker;
        private long size;
        private long lastModified = Long.MIN_VALUE;
        private UTF8String eTag = ABSENT;
        private UTF8String storageClass = ABSENT;
        private UTF8String checksumAlgorithm = ABSENT;
        private UTF8String ownerId = ABSENT;

        private ListedVersion toVersion(UTF8String decodedKey) {
            return new ListedVersion(
                    decodedKey,
                    versionId,
                    isLatest,
                    isDeleteMarker,
                    size,
                    lastModified,
                    eTag,
                    storageClass,
                    checksumAlgorithm,
                    ownerId);
        }
    }

    private UTF8String decoded(byte[] text) throws PageFormatException {
        return UTF8String.fromBytes(isEncoded ? PercentEncoding.decode(text) : text);
    }

    private static UTF8String same(UTF8String last, byte[] text) {
        UTF8String value = UTF8String.fromBytes(text);
        return value.equals(last) ? last : value;
    }

    private static UTF8String unquoted(byte[] text) {
        boolean quoted = text.length >= 2 && text[0] == '"' && text[text.length - 1] == '"';
        return UTF8String.fromBytes(quoted ? Arrays.copyOfRange(text, 1, text.length - 1) : text);
    }

    private static String string(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }

    private static boolean truth(byte[] text, String element) throws PageFormatException {
        String value = string(text).trim();
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new PageFormatException(element + " is neither true nor false: \"" + value + "\"");
        };
    }

    private static long number(byte[] text) throws PageFormatException {
        long number = 0;
        boolean valid = text.length > 0 && text.length <= 18;
        for (byte digit : text) {
            valid &= digit >= '0' && digit <= '9';
            number = number * 10 + (digit - '0');
        }
        if (!valid) {
            throw new PageFormatException("a Size that is not a number of bytes: \"" + string(text) + "\"");
        }
        return number;
    }

    /** Microseconds since 1970 of an ISO 8601 date; the one form that S3 sends is read without a formatter. */
    private static long micros(byte[] text) throws PageFormatException {
        try {
            if (isPlainDate(text)) {
                long day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
                        .toEpochDay();
                int hour = digits(text, 11, 13);
                int minute = digits(text, 14, 16);
                int second = digits(text, 17, 19);
                int millis = text.length == 24 ? digits(text, 20, 23) : 0;
                if (hour < 24 && minute < 60 && second < 60) {
                    return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000L + millis * 1_000L;
                }
            }
            Instant instant = OffsetDateTime.parse(string(text)).toInstant();
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (DateTimeException invalid) {
            throw new PageFormatException("a LastModified that is not a date: \"" + string(text) + "\"");
        }
    }

    /** Whether the text has the form {@code 2024-05-06T22:37:48.000Z} or {@code 2024-05-06T22:37:48Z}. */
    private static boolean isPlainDate(byte[] text) {
        if ((text.length != 24 && text.length != 20) || text[text.length - 1] != 'Z') {
            return false;
        }
        String form = "0000-00-00T00:00:00.000";
        for (int i = 0; i < text.length - 1; i++) {
            boolean fits = form.charAt(i) == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int digits(byte[] text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }
}
