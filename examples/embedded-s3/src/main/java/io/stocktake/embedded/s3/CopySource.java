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

    static CopySource of(S3Request request, Buckets buckets) {
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
        ObjectVersion version = version(bucket, Key.of(bare.substring(slash + 1)), versionId);
        ObjectReader.checkCustomerKey(
                version, ObjectHeaders.encryption(request, "x-amz-copy-source-server-side-encryption"));
        ObjectReader.checkRestored(version);
        checkConditions(request, version);
        return new CopySource(bucket, version);
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
        if (first > last || last >= version.size()) {
            throw S3Error.invalidArgument(
                    "Range specified is not valid for source object of size: " + version.size(),
                    PREFIX + "range",
                    header.get());
        }
        if (version.size() <= LARGEST_WITHOUT_RANGES) {
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
        return response.header(PREFIX + "version-id", ObjectReader.toldVersionId(bucket, version));
    }
}
