package io.stocktake.embedded.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** ListObjects, ListObjectsV2 and ListObjectVersions. Thread-safe. */
final class ListingOperations {
    /** The most entries of a page, whatever is asked for. */
    private static final int MAXIMUM = 1000;

    private final Buckets buckets;
    private final Faults faults;
    private final PageBuffers pages = new PageBuffers();

    ListingOperations(Buckets buckets, Faults faults) {
        this.buckets = buckets;
        this.faults = faults;
    }

    /** What the three listings share. */
    private record Query(
            BucketState bucket, String prefix, String delimiter, int maximum, EntryStyle style, boolean url) {
        byte[] prefixBytes() {
            return bytes(prefix);
        }

        /** Directory buckets are listed in no order, from no key, and by prefixes of whole directories. */
        boolean isOfDirectoryBucket() {
            return isDirectoryBucket(bucket.name());
        }

        Pager pager(ListingCursor cursor, PageBuffers.Buffers buffers) {
            return new Pager(cursor, prefixBytes(), bytes(delimiter), style, buffers.entries(), buffers.groups());
        }

        void name(XmlBuffer out, String element, String text) {
            style.element(out, element, bytes(text));
        }
    }

    private Query query(S3Request request, boolean owner) {
        BucketState bucket = buckets.of(request);
        Optional<String> encoding = request.parameter("encoding-type");
        if (encoding.isPresent() && !encoding.get().equals("url")) {
            throw S3Error.invalidArgument(
                    "Invalid Encoding Method specified in Request", "encoding-type", encoding.get());
        }
        EntryStyle.Keys keys = encoding.isPresent() ? EntryStyle.Keys.URL : EntryStyle.Keys.XML;
        return new Query(
                bucket,
                request.parameter("prefix").orElse(""),
                request.parameter("delimiter").orElse(""),
                maximum(request, "max-keys"),
                new EntryStyle(keys, owner),
                encoding.isPresent());
    }

    static int maximum(S3Request request, String name) {
        Optional<String> text = request.parameter(name).filter(value -> !value.isEmpty());
        if (text.isEmpty()) {
            return MAXIMUM;
        }
        try {
            int asked = Integer.parseInt(text.get());
            if (asked < 0) {
                throw S3Error.invalidArgument(
                        "Argument " + name + " must be an integer between 0 and 2147483647", name, text.get());
            }
            return Math.min(asked, MAXIMUM);
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument(
                    "Provided " + name + " not an integer or within integer range", name, text.get());
        }
    }

    Response listObjectsV2(S3Request request) {
        Query query = query(request, request.parameter("fetch-owner").orElse("").equals("true"));
        Optional<String> token = request.parameter("continuation-token");
        Optional<String> startAfter = request.parameter("start-after");
        checkDirectoryBucket(query, startAfter);
        byte[] marker = token.isPresent() ? decodeToken(token.get()) : marker(query, startAfter);

        PageBuffers.Buffers buffers = pages.take();
        Pager page = query.pager(inItsOrder(query, query.bucket().objects(query.style())), buffers)
                .after(marker)
                .read(query.maximum());
        XmlBuffer head = buffers.head().declaration().root("ListBucketResult");
        head.element("Name", query.bucket().name());
        query.name(head, "Prefix", query.prefix());
        boolean raw = query.bucket().deviates(KnownDeviation.START_AFTER_COMES_BACK_RAW);
        startAfter.ifPresent(text -> {
            if (raw) {
                head.element("StartAfter", text);
            } else {
                query.name(head, "StartAfter", text);
            }
        });
        token.ifPresent(text -> head.element("ContinuationToken", text));
        if (page.truncated()) {
            head.element("NextContinuationToken", encodeToken(page.lastKey()));
        }
        head.element("KeyCount", page.count());
        return finish(query, page, buffers, "ListBucketResult");
    }

    Response listObjects(S3Request request) {
        Query query = query(request, true);
        Optional<String> marker = request.parameter("marker");
        PageBuffers.Buffers buffers = pages.take();
        Pager page = query.pager(query.bucket().objects(query.style()), buffers)
                .after(marker(query, marker))
                .read(query.maximum());
        XmlBuffer head = buffers.head().declaration().root("ListBucketResult");
        head.element("Name", query.bucket().name());
        query.name(head, "Prefix", query.prefix());
        query.name(head, "Marker", marker.orElse(""));
        if (page.truncated() && !query.delimiter().isEmpty()) {
            // Without a delimiter the last key of the page is the next marker, and S3 does not repeat it.
            query.style().element(head, "NextMarker", page.lastKey());
        }
        return finish(query, page, buffers, "ListBucketResult");
    }

    Response listObjectVersions(S3Request request) {
        Query query = query(request, true);
        Optional<String> keyMarker = request.parameter("key-marker");
        Optional<String> versionIdMarker = request.parameter("version-id-marker");
        PageBuffers.Buffers buffers = pages.take();
        if (query.isOfDirectoryBucket()) {
            throw notOfDirectoryBuckets();
        }
        Pager page = query.pager(inItsOrder(query, query.bucket().versions(query.style())), buffers);
        boolean inclusive = query.bucket().deviates(KnownDeviation.KEY_MARKER_IS_INCLUSIVE);
        if (inclusive && (versionIdMarker.isEmpty() || keyMarker.orElse("").isEmpty())) {
            page.from(marker(query, keyMarker), query.bucket());
        } else if (versionIdMarker.isPresent()
                && !faults.ignoresStartAfter(query.bucket().name())) {
            checkVersionIdMarker(keyMarker, versionIdMarker.get());
            page.afterVersion(bytes(keyMarker.orElse("")), versionIdMarker.get());
        } else {
            page.after(marker(query, keyMarker));
        }
        page.read(query.maximum());
        XmlBuffer head = buffers.head().declaration().root("ListVersionsResult");
        head.element("Name", query.bucket().name());
        query.name(head, "Prefix", query.prefix());
        query.name(head, "KeyMarker", keyMarker.orElse(""));
        head.element("VersionIdMarker", versionIdMarker.orElse(""));
        if (page.truncated()) {
            query.style().element(head, "NextKeyMarker", page.lastKey());
            if (!page.lastIsGroup()) {
                head.element("NextVersionIdMarker", page.lastVersionId());
            }
        }
        return finish(query, page, buffers, "ListVersionsResult");
    }

    private static void checkVersionIdMarker(Optional<String> keyMarker, String versionIdMarker) {
        if (keyMarker.isEmpty() || keyMarker.get().isEmpty()) {
            throw S3Error.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    versionIdMarker);
        }
        if (versionIdMarker.isEmpty()) {
            throw S3Error.invalidArgument("A version-id marker cannot be empty.", "version-id-marker", "");
        }
        if (!versionIdMarker.equals(ObjectVersion.NULL_ID)
                && VersionIds.sequence(versionIdMarker).isEmpty()) {
            throw S3Error.invalidArgument("Invalid version id specified", "version-id-marker", versionIdMarker);
        }
    }

    /** S3 User Guide, "Directory bucket naming rules". */
    static boolean isDirectoryBucket(String name) {
        return name.endsWith("--x-s3");
    }

    private ListingCursor inItsOrder(Query query, ListingCursor cursor) {
        return query.isOfDirectoryBucket() || faults.isUnordered(query.bucket().name())
                ? new UnorderedCursor(cursor, query.prefixBytes())
                : cursor;
    }

    /** S3 API Reference, "ListObjectsV2": what it does not support for directory buckets. */
    private static void checkDirectoryBucket(Query query, Optional<String> startAfter) {
        boolean isPrefixWhole = query.prefix().isEmpty() || query.prefix().endsWith("/");
        if (query.isOfDirectoryBucket() && (startAfter.isPresent() || !isPrefixWhole)) {
            throw notOfDirectoryBuckets();
        }
    }

    private static S3Error notOfDirectoryBuckets() {
        return new S3Error(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented");
    }

    private byte[] marker(Query query, Optional<String> asked) {
        return faults.ignoresStartAfter(query.bucket().name()) ? new byte[0] : bytes(asked.orElse(""));
    }

    private Response finish(Query query, Pager page, PageBuffers.Buffers buffers, String root) {
        XmlBuffer head = buffers.head();
        head.element("MaxKeys", query.maximum());
        if (!query.delimiter().isEmpty()) {
            query.name(head, "Delimiter", query.delimiter());
        }
        if (query.url()) {
            head.element("EncodingType", "url");
        }
        head.element("IsTruncated", Boolean.toString(page.truncated()));
        if (faults.isOutOfOrder(query.bucket().name())) {
            page.swapFirstEntries();
        }
        buffers.groups().close(root);
        return Response.ok().header("Content-Type", "application/xml").body(new PageBody(pages, buffers));
    }

    private record PageBody(PageBuffers pages, PageBuffers.Buffers buffers) implements Response.Body {
        @Override
        public long length() {
            return buffers.head().length()
                    + buffers.entries().length()
                    + (long) buffers.groups().length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            buffers.head().writeTo(out);
            buffers.entries().writeTo(out);
            buffers.groups().writeTo(out);
        }

        @Override
        public void release() {
            pages.giveBack(buffers);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A token is opaque to clients; here it is the last key or common prefix, and cannot be mistaken for one. */
    private static String encodeToken(byte[] lastKey) {
        return "1" + Base64.getUrlEncoder().encodeToString(lastKey);
    }

    private static byte[] decodeToken(String token) {
        try {
            if (token.startsWith("1")) {
                return Base64.getUrlDecoder().decode(token.substring(1));
            }
        } catch (IllegalArgumentException e) {
            // Answered below, like every token that this server has not made.
        }
        throw S3Error.invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
    }
}
