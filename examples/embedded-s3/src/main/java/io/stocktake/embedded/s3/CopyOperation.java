package io.stocktake.embedded.s3;

import java.util.Optional;

/** CopyObject. */
final class CopyOperation {
    private static final String REDIRECT = "x-amz-website-redirect-location";

    private final Buckets buckets;

    CopyOperation(Buckets buckets) {
        this.buckets = buckets;
    }

    Response copy(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        CopySource source = CopySource.ofObject(request, buckets);
        ObjectVersion original = source.version();
        boolean replacesMetadata = directive(request, "x-amz-metadata-directive", "metadata directive");
        boolean replacesTags = directive(request, "x-amz-tagging-directive", "tagging directive");
        PutRequest put = ObjectHeaders.describe(request, bucket, request.key(), source.whole());
        refusePointless(request, bucket, source, replacesMetadata);
        if (!replacesMetadata) {
            keepMetadata(put, original, bucket);
        }
        if (!replacesTags || bucket.deviates(KnownDeviation.COPY_IGNORES_NEW_TAGS)) {
            put.tags.clear();
            original.properties().tags().forEach(put::tag);
        }
        deviate(put, original, bucket, replacesMetadata);
        if (ObjectHeaders.storageClass(request).isEmpty() && bucket.deviates(KnownDeviation.COPY_KEEPS_STORAGE_CLASS)) {
            put.storageClass(original.description().storageClass());
        }
        RequestChecksums.named(request, bucket)
                .or(() -> original.description().checksum().map(Checksum::algorithm))
                .filter(ChecksumAlgorithm::isComputed)
                .ifPresent(put::checksum);
        ObjectVersion copy = bucket.put(put, ObjectOperations.precondition(request, bucket));
        XmlBuffer result = XmlBuffer.document()
                .root("CopyObjectResult")
                .element("LastModified", copy.lastModified())
                .element("ETag", CopySource.toldETag(copy.eTag(), bucket));
        copy.description().checksum().ifPresent(checksum -> {
            checksum.value()
                    .ifPresent(value -> result.element(checksum.algorithm().element(), value));
            result.element("ChecksumType", checksum.type().name());
        });
        Response response = Response.xml(result.close("CopyObjectResult"));
        if (!bucket.deviates(KnownDeviation.COPY_TELLS_NO_VERSIONS)) {
            response.header("x-amz-version-id", ObjectReader.toldVersionId(bucket, copy));
        }
        ObjectResponse.encryption(response, copy.description().encryption());
        return source.told(response);
    }

    /** A website redirect is the one header that belongs to an object alone (S3 API Reference, "CopyObject"). */
    private static void keepMetadata(PutRequest put, ObjectVersion original, StoredBucket bucket) {
        Optional<String> redirect = Optional.ofNullable(put.headers.get(REDIRECT));
        put.headers.clear();
        put.metadata.clear();
        original.description().headers().forEach(put::header);
        original.description().metadata().forEach(put::metadata);
        if (!bucket.deviates(KnownDeviation.COPY_KEEPS_REDIRECT)) {
            put.headers.remove(REDIRECT);
            redirect.ifPresent(location -> put.header(REDIRECT, location));
        }
    }

    private static void deviate(PutRequest put, ObjectVersion original, StoredBucket bucket, boolean replacesMetadata) {
        if (replacesMetadata && bucket.deviates(KnownDeviation.COPY_WITH_NEW_METADATA_DROPS_TAGS)) {
            put.tags.clear();
        }
        if (bucket.deviates(KnownDeviation.COPY_IGNORES_ENCRYPTION)) {
            put.encryption(Encryption.none());
        }
        if (bucket.deviates(KnownDeviation.COPY_IGNORES_LOCKS)) {
            put.withoutLocks();
        }
        if (bucket.deviates(KnownDeviation.COPY_KEEPS_MULTIPART_ETAG)) {
            put.eTag = Optional.of(original.eTag());
        }
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
            S3Request request, StoredBucket bucket, CopySource source, boolean replacesMetadata) {
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
}
