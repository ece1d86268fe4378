package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Parses the pages of ListObjectsV2 ({@code ListBucketResult}) and ListObjectVersions ({@code ListVersionsResult}).
 *
 * <p>The order of the document is kept: S3 interleaves versions and delete markers by key and age, and that order is
 * lost in the two lists of the SDK's own model. What S3 always says has to be there, and once: a page that leaves it open
 * what is in the bucket is refused. Elements that are not known are passed over. Not thread-safe; one parser serves one
 * listing, so that what repeats from entry to entry (owner, storage class, checksum algorithm) is kept once.
 *
 * <p>Source: S3 API Reference, "ListObjectsV2" and "ListObjectVersions", response elements.
 */
final class PageParser {
    private static final UTF8String ABSENT = UTF8String.EMPTY_UTF8;

    /** The elements of an entry that are told once. */
    private static final List<String> ELEMENTS =
            List.of("Key", "LastModified", "Size", "IsLatest", "VersionId", "ETag");

    private static final int KEY = 1;
    private static final int LAST_MODIFIED = 1 << 1;
    private static final int SIZE = 1 << 2;
    private static final int IS_LATEST = 1 << 3;
    private static final int VERSION_ID = 1 << 4;
    private static final int E_TAG = 1 << 5;

    /** The elements of a page that are told once. */
    private static final int IS_TRUNCATED = 1;

    private static final int ENCODING_TYPE = 1 << 1;
    private static final int NEXT_CONTINUATION_TOKEN = 1 << 2;
    private static final int NEXT_KEY_MARKER = 1 << 3;
    private static final int NEXT_VERSION_ID_MARKER = 1 << 4;

    /** What stands between the digits of a date. */
    private static final byte[] SEPARATORS =
            "\0\0\0\0-\0\0-\0\0T\0\0:\0\0:\0\0.\0\0\0Z".getBytes(StandardCharsets.US_ASCII);

    private final boolean isOfVersions;

    private UTF8String lastStorageClass = ABSENT;
    private UTF8String lastChecksumAlgorithm = ABSENT;
    private UTF8String lastOwnerId = ABSENT;
    /** 0 where there was none yet, which is no date. */
    private int lastDate;

    private long lastDay;

    /** Keys and markers are percent-encoded where the page says {@code EncodingType} {@code url}. */
    private boolean isEncoded;

    /** A parser of the pages that are asked for: of ListObjectVersions, or of ListObjectsV2. */
    PageParser(IncludedObjectVersions versions) {
        this.isOfVersions = versions == IncludedObjectVersions.ALL;
    }

    /**
     * Parses one page.
     *
     * @throws PageFormatException if it is cut off, malformed, or not a page of the listing that was asked for; the
     *     message says what is wrong and at which byte
     */
    Page parse(byte[] body, int length) throws PageFormatException {
        XmlReader xml = new XmlReader(body, length);
        xml.nextElement();
        checkRoot(xml);
        List<Entry> entries = new ArrayList<>(1000);
        List<byte[]> prefixes = new ArrayList<>();
        Optional<String> continuationToken = Optional.empty();
        byte[] keyMarker = null;
        Optional<String> versionIdMarker = Optional.empty();
        boolean isTruncated = false;
        int seen = 0;
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
                    if (xml.isNamed("Prefix")) {
                        prefixes.add(xml.text());
                    } else {
                        xml.skipElement();
                    }
                }
            } else if (xml.isNamed("IsTruncated")) {
                seen = once(seen, IS_TRUNCATED, xml);
                isTruncated = truth(xml, "IsTruncated");
            } else if (xml.isNamed("EncodingType")) {
                seen = once(seen, ENCODING_TYPE, xml);
                isEncoded = isUrl(xml);
            } else if (xml.isNamed("NextContinuationToken")) {
                seen = once(seen, NEXT_CONTINUATION_TOKEN, xml);
                continuationToken = Optional.of(string(xml.text()));
            } else if (xml.isNamed("NextKeyMarker")) {
                seen = once(seen, NEXT_KEY_MARKER, xml);
                keyMarker = xml.text();
            } else if (xml.isNamed("NextVersionIdMarker")) {
                seen = once(seen, NEXT_VERSION_ID_MARKER, xml);
                versionIdMarker = Optional.of(string(xml.text()));
            } else {
                xml.skipElement();
            }
        }
        xml.nextElement();
        if ((seen & IS_TRUNCATED) == 0) {
            throw new PageFormatException(
                    "the page does not say whether it is truncated, in all of its " + length + " bytes");
        }
        List<ListedVersion> versions = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            versions.add(entry.toVersion(decoded(entry.key, entry.keyStart)));
        }
        List<UTF8String> commonPrefixes = new ArrayList<>(prefixes.size());
        for (byte[] prefix : prefixes) {
            commonPrefixes.add(decoded(prefix, length));
        }
        // S3 sends the markers empty where there is nothing to say.
        return new Page(
                versions,
                commonPrefixes,
                isTruncated,
                continuationToken.filter(token -> !token.isEmpty()),
                keyMarker == null || keyMarker.length == 0
                        ? Optional.empty()
                        : Optional.of(marker(keyMarker, versions, length).toString()),
                versionIdMarker.filter(marker -> !marker.isEmpty()));
    }

    /** Ceph 16 does not encode NextKeyMarker, whatever the encoding of the page is: then it is the last key as it is. */
    private UTF8String marker(byte[] text, List<ListedVersion> versions, int end) throws PageFormatException {
        UTF8String plain = UTF8String.fromBytes(text);
        boolean isLastKey =
                !versions.isEmpty() && versions.get(versions.size() - 1).key().equals(plain);
        return isLastKey ? plain : decoded(text, end);
    }

    private void checkRoot(XmlReader xml) throws PageFormatException {
        String root = isOfVersions ? "ListVersionsResult" : "ListBucketResult";
        if (xml.isNamed(root)) {
            return;
        }
        String found = "<" + xml.name() + ">";
        if (xml.isNamed("Error")) {
            while (xml.nextElement()) {
                if (xml.isNamed("Code")) {
                    int start = xml.position();
                    throw PageFormatException.at(start, "expected <" + root + ">, found an error", string(xml.text()));
                }
                xml.skipElement();
            }
        }
        throw new PageFormatException("expected <" + root + ">, found " + found);
    }

    /** A page that says a thing twice may mean either. */
    private static int once(int seen, int element, XmlReader xml) throws PageFormatException {
        if ((seen & element) != 0) {
            throw new PageFormatException("a second <" + xml.name() + ">, at byte " + xml.position());
        }
        return seen | element;
    }

    private Entry entry(XmlReader xml, Entry entry) throws PageFormatException {
        int start = xml.position();
        if (xml.isNamed("Contents") == isOfVersions) {
            throw new PageFormatException("a <" + xml.name() + "> in a listing of "
                    + (isOfVersions ? "all versions" : "current objects") + ", at byte " + start);
        }
        int seen = 0;
        while (xml.nextElement()) {
            if (xml.isNamed("Key")) {
                seen = once(seen, KEY, xml);
                entry.keyStart = xml.position();
                entry.key = xml.text();
            } else if (xml.isNamed("LastModified")) {
                seen = once(seen, LAST_MODIFIED, xml);
                entry.lastModified = micros(xml);
            } else if (xml.isNamed("ETag")) {
                seen = once(seen, E_TAG, xml);
                entry.eTag = UTF8String.fromBytes(xml.quotedText());
            } else if (xml.isNamed("Size")) {
                seen = once(seen, SIZE, xml);
                entry.size = number(xml);
            } else if (xml.isNamed("StorageClass")) {
                entry.storageClass = lastStorageClass = same(lastStorageClass, xml.text());
            } else if (xml.isNamed("VersionId")) {
                seen = once(seen, VERSION_ID, xml);
                entry.versionId = UTF8String.fromBytes(xml.text());
            } else if (xml.isNamed("IsLatest")) {
                seen = once(seen, IS_LATEST, xml);
                entry.isLatest = truth(xml, "IsLatest");
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
        int missing = required(entry) & ~seen;
        if (missing != 0) {
            throw new PageFormatException(
                    "an entry without " + ELEMENTS.get(Integer.numberOfTrailingZeros(missing)) + ", at byte " + start);
        }
        if (entry.key.length == 0) {
            throw new PageFormatException("an empty Key, at byte " + entry.keyStart);
        }
        return entry;
    }

    /** A delete marker has no size, and current objects are the latest. */
    private int required(Entry entry) {
        return KEY | LAST_MODIFIED | (entry.isDeleteMarker ? 0 : SIZE) | (isOfVersions ? IS_LATEST : 0);
    }

    /** What one entry's elements said, in whatever order they came. */
    private static final class Entry {
        private byte[] key;
        /** In the page, in bytes. */
        private int keyStart;

        private UTF8String versionId = ABSENT;
        private boolean isLatest = true;
        private boolean isDeleteMarker;
        private long size;
        private long lastModified;
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

    /** @param position where the text stands in the page, or ends at the latest */
    private UTF8String decoded(byte[] text, int position) throws PageFormatException {
        return UTF8String.fromBytes(isEncoded ? PercentEncoding.decode(text, position) : text);
    }

    /** S3 knows one encoding, which was asked for; what does not say so is taken as it stands. */
    private static boolean isUrl(XmlReader xml) throws PageFormatException {
        int start = xml.position();
        String type = string(xml.text());
        if (!type.isEmpty() && !type.equals("url")) {
            throw PageFormatException.at(start, "an EncodingType that is not url", type);
        }
        return !type.isEmpty();
    }

    private static UTF8String same(UTF8String last, byte[] text) {
        UTF8String value = UTF8String.fromBytes(text);
        return value.equals(last) ? last : value;
    }

    private static String string(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }

    private static boolean truth(XmlReader xml, String element) throws PageFormatException {
        int start = xml.position();
        String value = string(xml.text()).trim();
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw PageFormatException.at(start, "an " + element + " that is neither true nor false", value);
        };
    }

    private static long number(XmlReader xml) throws PageFormatException {
        int start = xml.position();
        byte[] text = xml.text();
        long number = 0;
        boolean valid = text.length > 0 && text.length <= 18;
        for (byte digit : text) {
            valid &= digit >= '0' && digit <= '9';
            number = number * 10 + (digit - '0');
        }
        if (!valid) {
            throw PageFormatException.at(start, "a Size that is not a number of bytes", string(text));
        }
        return number;
    }

    /** Microseconds since 1970 of an ISO 8601 date; the one form that S3 sends is read without a formatter. */
    private long micros(XmlReader xml) throws PageFormatException {
        int start = xml.position();
        byte[] text = xml.text();
        try {
            if (isPlainDate(text)) {
                long day = day(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
                int hour = digits(text, 11, 13);
                int minute = digits(text, 14, 16);
                int second = digits(text, 17, 19);
                int millis = text.length == 24 ? digits(text, 20, 23) : 0;
                if (hour < 24 && minute < 60 && second < 60) {
                    return (((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000L + millis * 1_000L;
                }
            }
            Instant instant = OffsetDateTime.parse(string(text)).toInstant();
            return Microseconds.of(instant);
        } catch (DateTimeException invalid) {
            throw PageFormatException.at(start, "a LastModified that is not a date", string(text));
        }
    }

    /** Days since 1970; entries that lie side by side were often written on the same. */
    private long day(int year, int month, int dayOfMonth) {
        int date = (year * 100 + month) * 100 + dayOfMonth;
        if (date != lastDate) {
            lastDay = LocalDate.of(year, month, dayOfMonth).toEpochDay();
            lastDate = date;
        }
        return lastDay;
    }

    /** Whether the text has the form {@code 2024-05-06T22:37:48.000Z} or {@code 2024-05-06T22:37:48Z}. */
    private static boolean isPlainDate(byte[] text) {
        if ((text.length != 24 && text.length != 20) || text[text.length - 1] != 'Z') {
            return false;
        }
        for (int i = 0; i < text.length - 1; i++) {
            int separator = SEPARATORS[i];
            boolean fits = separator == 0 ? text[i] >= '0' && text[i] <= '9' : text[i] == separator;
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
