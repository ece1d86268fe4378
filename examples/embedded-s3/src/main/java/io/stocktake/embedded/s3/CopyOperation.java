package io.stocktake.embedded.s3;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** CopyObject. */
final class CopyOperation {
    private final Buckets buckets;

    CopyOperation(Buckets buckets) {
        this.buckets = buckets;
    }

    /** What x-amz-copy-source names. */
    private record Source(BucketState bucket, ObjectVersion version) {}

    Response copy(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        Source source = source(request);
        ObjectVersion original = source.version();
        boolean replacesMetadata = directive(request, "x-amz-metadata-directive", "metadata directive");
        boolean replacesTags = directive(request, "x-amz-tagging-directive", "tagging directive");
        PutRequest put = ObjectHeaders.describe(request, bucket, request.key(), original.content());
        refusePointless(request, bucket, source, replacesMetadata);
        if (!replacesMetadata) {
            put.headers.clear();
            put.metadata.clear();
            original.description().headers().forEach(put::header);
            original.description().metadata().forEach(put::metadata);
        }
        if (!replacesTags) {
            put.tags.clear();
            original.properties().tags().forEach(put::tag);
        }
        RequestChecksums.named(request)
                .or(() -> original.description().checksum().map(Checksum::algorithm))
                .filter(ChecksumAlgorithm::isComputed)
                .ifPresent(put::checksum);
        ObjectVersion copy = bucket.put(put, ObjectOperations.precondition(request));
        XmlBuffer result = XmlBuffer.document()
                .root("CopyObjectResult")
                .element("LastModified", copy.lastModified())
                .element("ETag", ObjectReader.quoted(copy.eTag()));
        copy.description().checksum().ifPresent(checksum -> {
            checksum.value()
                    .ifPresent(value -> result.element(checksum.algorithm().element(), value));
            result.element("ChecksumType", checksum.type().name());
        });
        Response response = Response.xml(result.close("CopyObjectResult"))
                .header("x-amz-version-id", ObjectReader.toldVersionId(bucket, copy))
                .header("x-amz-copy-source-version-id", ObjectReader.toldVersionId(source.bucket(), original));
        ObjectResponse.encryption(response, copy.description().encryption());
        return response;
    }

    private static boolean directive(S3Request request, String header, String name) {
        return switch (request.header(header).orElse("COPY")) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default ->
                throw S3Error.invalidArgument(
                        "Unknown " + name + ".", header, request.header(header).orElse(""));
        };
    }

    private static void refusePointless(
            S3Request request, StoredBucket bucket, Source source, boolean replacesMetadata) {
        boolean onItself = source.bucket() == bucket
                && source.version().key().equals(request.key())
                && bucket.current(request.key())
                        .filter(current ->
                                current.versionId().equals(source.version().versionId()))
                        .isPresent();
        boolean changes = replacesMetadata
                || request.header("x-amz-storage-class").isPresent()
                || request.header("x-amz-website-redirect-location").isPresent()
                || request.header("x-amz-server-side-encryption").isPresent()
                || request.header("x-amz-server-side-encryption-customer-algorithm")
                        .isPresent()
                || request.header("x-amz-checksum-algorithm").isPresent();
        if (onItself && !changes) {
            throw S3Error.invalidRequest("This copy request is illegal because it is trying to copy an object to itself"
                    + " without changing the object's metadata, storage class, website redirect location or encryption"
                    + " attributes.");
        }
    }

    private Source source(S3Request request) {
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
        return new Source(bucket, version);
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
        String prefix = "x-amz-copy-source-";
        Optional<String> ifMatch = request.header(prefix + "if-match");
        Optional<String> ifNoneMatch = request.header(prefix + "if-none-match");
        Instant modified = version.lastModified().truncatedTo(ChronoUnit.SECONDS);
        boolean unmodified = request.header(prefix + "if-unmodified-since")
                .flatMap(HttpDates::parse)
                .filter(modified::isAfter)
                .isEmpty();
        boolean modifiedSince = request.header(prefix + "if-modified-since")
                .flatMap(HttpDates::parse)
                .filter(date -> !modified.isAfter(date))
                .isEmpty();
        boolean matches =
                ifMatch.map(eTag -> Precondition.matches(eTag, version.eTag())).orElse(unmodified);
        boolean differs = ifNoneMatch
                .map(eTag -> !Precondition.matches(eTag, version.eTag()))
                .orElse(modifiedSince);
        if (!matches) {
            throw S3Error.preconditionFailed(prefix + "If-Match");
        }
        if (!differs) {
            throw S3Error.preconditionFailed(prefix + "If-None-Match");
        }
    }
}
