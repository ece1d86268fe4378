package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.BucketState.Versioning;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** GetObject and HeadObject: which version, under which conditions, which bytes, and all that headers tell. */
final class ObjectReader {
    private final Buckets buckets;

    ObjectReader(Buckets buckets) {
        this.buckets = buckets;
    }

    /** The version that a request names, or the current one; a delete marker is an error of its own kind. */
    static ObjectVersion find(BucketState bucket, Key key, Optional<String> versionId, String method) {
        if (versionId.isEmpty()) {
            ObjectVersion current = bucket.current(key).orElseThrow(() -> S3Error.noSuchKey(key));
            if (current.deleteMarker()) {
                throw bucket.deviates(KnownDeviation.READS_TELL_NO_MARKER)
                        ? S3Error.noSuchKey(key)
                        : S3Error.noSuchKey(key)
                                .header("x-amz-delete-marker", "true")
                                .header("x-amz-version-id", current.versionId());
            }
            return current;
        }
        boolean keysOnly = bucket.deviates(KnownDeviation.NO_SUCH_VERSION_IS_NO_SUCH_KEY);
        if (!keysOnly) {
            checkVersionId(versionId.get());
        }
        ObjectVersion version = bucket.version(key, versionId.get())
                .orElseThrow(() -> keysOnly ? S3Error.noSuchKey(key) : S3Error.noSuchVersion(key, versionId.get()));
        if (version.deleteMarker() && bucket.deviates(KnownDeviation.HEAD_OF_A_MARKER_IS_404)) {
            throw S3Error.noSuchKey(key);
        }
        if (version.deleteMarker()) {
            throw S3Error.methodNotAllowed(method, "DeleteMarker")
                    .header("x-amz-delete-marker", "true")
                    .header("x-amz-version-id", version.versionId())
                    .header("Allow", "DELETE")
                    .header("Last-Modified", HttpDates.format(version.lastModified()));
        }
        return version;
    }

    static void checkVersionId(String versionId) {
        if (versionId.isEmpty()) {
            throw S3Error.invalidArgument("Version id cannot be the empty string", "versionId", "");
        }
        if (!versionId.equals(ObjectVersion.NULL_ID)
                && VersionIds.sequence(versionId).isEmpty()) {
            throw S3Error.invalidArgument("Invalid version id specified", "versionId", versionId);
        }
    }

    Response get(S3Request request) {
        BucketState bucket = buckets.of(request);
        ObjectVersion version = find(bucket, request.key(), request.parameter("versionId"), request.method());
        checkCustomerKey(version, ObjectHeaders.encryption(request, "x-amz-server-side-encryption"));
        if (request.method().equals("GET")) {
            checkRestored(version);
            if (!version.content().isReadable()) {
                throw S3Error.notKept();
            }
        }
        if (isUnmodified(request, version)) {
            return new Response(304)
                    .header("ETag", quoted(version.eTag()))
                    .header("Last-Modified", HttpDates.format(version.lastModified()));
        }
        boolean byPart = request.parameter("partNumber").isPresent()
                && !bucket.deviates(KnownDeviation.HEAD_IGNORES_PART_NUMBER);
        Optional<ByteRange> range = byPart ? ByteRange.ofPart(request, version) : ByteRange.ofHeader(request, version);
        Response response = new Response(range.isPresent() ? 206 : 200);
        ObjectResponse.describe(response, bucket, version);
        if (request.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")
                && range.filter(part -> part.count() < version.size()).isEmpty()) {
            ObjectResponse.checksum(response, version);
        }
        if (byPart && !version.description().parts().isEmpty()) {
            response.header(
                    "x-amz-mp-parts-count",
                    Integer.toString(version.description().parts().size()));
        }
        overrides(request, response);
        ByteRange bytes = range.orElse(new ByteRange(0, version.size()));
        range.ifPresent(part -> response.header("Content-Range", part.contentRange(version.size())));
        return response.body(Response.range(version.content(), bytes.from(), bytes.count()));
    }

    private static void overrides(S3Request request, Response response) {
        for (String name : new String[] {
            "Content-Type", "Content-Language", "Expires", "Cache-Control", "Content-Disposition", "Content-Encoding"
        }) {
            response.header(name, request.parameter("response-" + name.toLowerCase(Locale.ROOT)));
        }
    }

    static String quoted(String eTag) {
        return '"' + eTag + '"';
    }

    /** An object under a customer's key says nothing without it. */
    static void checkCustomerKey(ObjectVersion version, Optional<Encryption> given) {
        Encryption encryption = version.description().encryption();
        Optional<String> key = given.flatMap(Encryption::customerKeyMd5);
        if (encryption.kind() == Encryption.Kind.CUSTOMER) {
            if (key.isEmpty()) {
                throw S3Error.invalidRequest("The object was stored using a form of Server Side Encryption. The correct"
                        + " parameters must be provided to retrieve the object.");
            }
            if (!key.equals(encryption.customerKeyMd5())) {
                throw S3Error.accessDenied();
            }
        } else if (key.isPresent()) {
            throw S3Error.invalidRequest("The encryption parameters are not applicable to this object.");
        }
    }

    static void checkRestored(ObjectVersion version) {
        String storageClass = version.description().storageClass();
        if (storageClass.equals("GLACIER")
                || storageClass.equals("DEEP_ARCHIVE")
                || version.properties().archiveStatus().isPresent()) {
            throw new S3Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
                    .detail("StorageClass", storageClass);
        }
    }

    /** Conditions in the order of RFC 9110: a failed one is an error, "not modified" is an answer. */
    private static boolean isUnmodified(S3Request request, ObjectVersion version) {
        Optional<String> ifMatch = request.header("If-Match");
        Optional<String> ifNoneMatch = request.header("If-None-Match");
        Instant modified = version.lastModified().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch.isPresent()) {
            if (!Precondition.matches(ifMatch.get(), version.eTag())) {
                throw S3Error.preconditionFailed("If-Match");
            }
        } else if (request.header("If-Unmodified-Since")
                .flatMap(HttpDates::parse)
                .filter(modified::isAfter)
                .isPresent()) {
            throw S3Error.preconditionFailed("If-Unmodified-Since");
        }
        if (ifNoneMatch.isPresent()) {
            return Precondition.matches(ifNoneMatch.get(), version.eTag());
        }
        return request.header("If-Modified-Since")
                .flatMap(HttpDates::parse)
                .filter(date -> !modified.isAfter(date))
                .isPresent();
    }

    /** Buckets that never had versioning tell no version ids. */
    static Optional<String> toldVersionId(BucketState bucket, ObjectVersion version) {
        return bucket.versioning() == Versioning.UNVERSIONED ? Optional.empty() : Optional.of(version.versionId());
    }
}
