package io.stocktake.embedded.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the x-amz-copy-source of a CopyObject or UploadPartCopy names, where its conditions hold. */
record CopySource(BucketState bucket, ObjectVersion version) {
    /** The most bytes that one request copies. */
    private static final long LARGEST = 5L << 30;

    /** A range can only be copied out of a source that is larger than this. */
    private static final long LARGEST_WITHOUT_RANGES = 5L << 20;

    private static final String PREFIX = "x-amz-copy-source-";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    /** The source of a CopyObject. */
    static CopySource ofObject(S3Request request, Buckets buckets) {
        CopySource source = find(request, buckets);
        boolean encrypted = source.encryption().hidesMd5();
        if (encrypted && source.bucket().deviates(KnownDeviation.ENCRYPTED_SOURCE_IS_NOT_COPIED)) {
            throw S3Error.notImplemented("copying an encrypted object");
        }
        return source.checked(request);
    }

    /** The source of an UploadPartCopy. */
    static CopySource ofPart(S3Request request, Buckets buckets) {
        CopySource source = find(request, buckets);
        boolean customers = source.encryption().kind() == Encryption.Kind.CUSTOMER;
        if (customers && source.bucket().deviates(KnownDeviation.PART_COPY_OF_CUSTOMER_KEYS_IS_REFUSED)) {
            throw S3Error.invalidArgument(
                    "Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption"
                            + " algorithm.",
                    "x-amz-server-side-encryption",
                    "");
        }
        return source.checked(request);
    }

    private static CopySource find(S3Request request, Buckets buckets) {
        String header = request.header("x-amz-copy-source").orElse("");
        int question = header.indexOf("?versionId=");
        String path = UrlEncoding.decodePath(question < 0 ? header : header.substring(0, question));
        Optional<String> versionId =
                question < 0 ? Optional.empty() : Optional.of(header.substring(question + "?versionId=".length()));
        String bare = path.startsWith("/") ? path.substring(1) : path;
        int slash = bare.indexOf('/');
        if (slash <= 0 || slash == bare.length() - 1) {
            throw S3Error.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                    "x-amz-copy-source",
                    header);
        }
        BucketState bucket = buckets.find(bare.substring(0, slash));
        Buckets.checkOwner(bucket, request, "x-amz-source-expected-bucket-owner");
        String key = bare.substring(slash + 1);
        boolean part = request.parameter("uploadId").isPresent();
        boolean twice = part && bucket.deviates(KnownDeviation.PART_COPY_DECODES_KEYS_TWICE);
        return new CopySource(bucket, version(bucket, twice ? decodedAgain(key) : Key.of(key), versionId));
    }

    private static Key decodedAgain(String key) {
        try {
            return Key.of(UrlEncoding.decodePath(key));
        } catch (S3Error e) {
            // Ceph 16 may end here altogether, which no test is to wait for.
            throw S3Error.noSuchKey(Key.of(key));
        }
    }

    private static ObjectVersion version(BucketState bucket, Key key, Optional<String> versionId) {
        try {
            return ObjectReader.find(bucket, key, versionId, "PUT");
        } catch (S3Error e) {
            if (e.status() == 405) {
                throw S3Error.invalidRequest(
                        "The source of a copy request may not specifically refer to a delete marker by version id.");
            }
            throw e;
        }
    }

    private Encryption encryption() {
        return version.description().encryption();
    }

    private CopySource checked(S3Request request) {
        ObjectReader.checkCustomerKey(
                version, ObjectHeaders.encryption(request, "x-amz-copy-source-server-side-encryption"));
        ObjectReader.checkRestored(version);
        if (!bucket.deviates(KnownDeviation.COPY_IGNORES_CONDITIONS)) {
            checkConditions(request, version);
        }
        return this;
    }

    /** Unlike GetObject, every condition that does not hold is 412. */
    private static void checkConditions(S3Request request, ObjectVersion version) {
        Optional<String> ifMatch = request.header(PREFIX + "if-match");
        Optional<String> ifNoneMatch = request.header(PREFIX + "if-none-match");
        Instant modified = version.lastModified().truncatedTo(ChronoUnit.SECONDS);
        // An ETag that matches outweighs a date, as RFC 9110 says.
        if (ifMatch.isPresent()) {
            if (!Precondition.matches(ifMatch.get(), version.eTag())) {
                throw S3Error.preconditionFailed(PREFIX + "If-Match");
            }
        } else if (date(request, "if-unmodified-since")
                .filter(modified::isAfter)
                .isPresent()) {
            throw S3Error.preconditionFailed(PREFIX + "If-Unmodified-Since");
        }
        if (ifNoneMatch.isPresent()) {
            if (Precondition.matches(ifNoneMatch.get(), version.eTag())) {
                throw S3Error.preconditionFailed(PREFIX + "If-None-Match");
            }
        } else if (date(request, "if-modified-since")
                .filter(date -> !modified.isAfter(date))
                .isPresent()) {
            throw S3Error.preconditionFailed(PREFIX + "If-Modified-Since");
        }
    }

    private static Optional<Instant> date(S3Request request, String name) {
        return request.header(PREFIX + name).flatMap(HttpDates::parse);
    }

    /** The whole content, which has to be one that S3 copies in one request. */
    Content whole() {
        return atMostFiveGibibytes(version.content());
    }

    /** The content, or the part of it that x-amz-copy-source-range names. */
    Content range(S3Request request) {
        Optional<String> header = request.header(PREFIX + "range");
        if (header.isEmpty()) {
            return whole();
        }
        Matcher matcher = RANGE.matcher(header.get());
        if (!matcher.matches()) {
            throw S3Error.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the"
                            + " zero-based offsets of the first and last bytes to copy",
                    PREFIX + "range",
                    header.get());
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        boolean outside = first > last || last >= version.size();
        if (outside && bucket.deviates(KnownDeviation.COPY_RANGE_OUTSIDE_IS_INVALID_RANGE)) {
            throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable");
        }
        if (outside) {
            throw S3Error.invalidArgument(
                    "Range specified is not valid for source object of size: " + version.size(),
                    PREFIX + "range",
                    header.get());
        }
        if (version.size() <= LARGEST_WITHOUT_RANGES && !bucket.deviates(KnownDeviation.SMALL_SOURCES_HAVE_RANGES)) {
            throw S3Error.invalidRequest("The specified copy source is not supported as a byte-range copy source.");
        }
        return atMostFiveGibibytes(version.content().slice(first, last - first + 1));
    }

    private static Content atMostFiveGibibytes(Content content) {
        if (content.length() > LARGEST) {
            throw S3Error.invalidRequest(
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + LARGEST);
        }
        return content;
    }

    /** The header that tells which version was copied. */
    Response told(Response response) {
        return bucket.deviates(KnownDeviation.COPY_TELLS_NO_VERSIONS)
                ? response
                : response.header(PREFIX + "version-id", ObjectReader.toldVersionId(bucket, version));
    }

    /** An ETag as the document that answers a copy writes it. */
    static String toldETag(String eTag, StoredBucket destination) {
        return destination.deviates(KnownDeviation.COPY_TELLS_A_BARE_ETAG) ? eTag : ObjectReader.quoted(eTag);
    }
}
