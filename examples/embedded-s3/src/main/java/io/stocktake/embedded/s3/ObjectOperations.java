package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.StoredBucket.Deletion;
import io.stocktake.embedded.s3.StoredBucket.Governance;
import java.util.List;
import java.util.Optional;

/** PutObject, DeleteObject and DeleteObjects. */
final class ObjectOperations {
    private final Buckets buckets;

    ObjectOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    Response put(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        Content content = buckets.recognized(request.body().content());
        PutRequest put = ObjectHeaders.describe(request, bucket, request.key(), content);
        RequestChecksums.sent(request, bucket).ifPresent(put::checksum);
        ObjectVersion version =
                bucket.put(put, new Precondition(request.header("If-Match"), request.header("If-None-Match")));
        Response response = Response.ok()
                .header("ETag", ObjectReader.quoted(version.eTag()))
                .header("x-amz-version-id", ObjectReader.toldVersionId(bucket, version))
                .header("x-amz-expiration", version.properties().expiration());
        ObjectResponse.encryption(response, version.description().encryption());
        ObjectResponse.checksum(response, version);
        return response;
    }

    /** The condition of CopyObject and CompleteMultipartUpload, where the store hears them. */
    static Precondition precondition(S3Request request, StoredBucket bucket) {
        return bucket.deviates(KnownDeviation.ONLY_PUTS_ARE_CONDITIONAL)
                ? Precondition.NONE
                : new Precondition(request.header("If-Match"), request.header("If-None-Match"));
    }

    static Governance governance(S3Request request) {
        return request.header("x-amz-bypass-governance-retention").orElse("").equalsIgnoreCase("true")
                ? Governance.BYPASSED
                : Governance.RESPECTED;
    }

    Response delete(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        Deletion deletion =
                delete(bucket, request.key(), request.parameter("versionId"), request, request.header("If-Match"));
        Response response = Response.noContent().header("x-amz-version-id", deletion.versionId());
        return deletion.deleteMarker() ? response.header("x-amz-delete-marker", "true") : response;
    }

    private static Deletion delete(
            StoredBucket bucket, Key key, Optional<String> versionId, S3Request request, Optional<String> ifMatch) {
        if (versionId.isEmpty()) {
            boolean heard = !bucket.deviates(KnownDeviation.ONLY_PUTS_ARE_CONDITIONAL);
            return bucket.delete(
                    key, request.requester(), new Precondition(ifMatch.filter(unused -> heard), Optional.empty()));
        }
        ObjectReader.checkVersionId(versionId.get());
        return bucket.delete(key, versionId.get(), governance(request));
    }

    Response deleteAll(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        XmlElement document = XmlElement.parse(request.body().bytes(), "Delete");
        boolean quiet = document.childText("Quiet").orElse("false").equals("true");
        List<XmlElement> objects = document.children("Object");
        if (objects.isEmpty() || objects.size() > 1000) {
            throw S3Error.malformedXml();
        }
        XmlBuffer result = XmlBuffer.document().root("DeleteResult");
        for (XmlElement object : objects) {
            String key = object.required("Key");
            Optional<String> versionId = object.childText("VersionId");
            try {
                Deletion deletion = delete(bucket, Key.of(key), versionId, request, object.childText("ETag"));
                if (!quiet) {
                    deleted(result, key, versionId, deletion);
                }
            } catch (S3Error e) {
                result.open("Error").element("Key", key);
                versionId.ifPresent(id -> result.element("VersionId", id));
                result.element("Code", e.code())
                        .element("Message", e.getMessage())
                        .close("Error");
            }
        }
        return Response.xml(result.close("DeleteResult"));
    }

    private static void deleted(XmlBuffer result, String key, Optional<String> versionId, Deletion deletion) {
        result.open("Deleted").element("Key", key);
        versionId.ifPresent(id -> result.element("VersionId", id));
        if (deletion.deleteMarker()) {
            result.element("DeleteMarker", "true");
            deletion.versionId().ifPresent(id -> result.element("DeleteMarkerVersionId", id));
        }
        result.close("Deleted");
    }
}
