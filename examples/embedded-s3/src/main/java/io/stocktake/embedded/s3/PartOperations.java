package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.MultipartUpload.Part;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parts of a multipart upload: sent, copied, listed. */
final class PartOperations {
    private final Buckets buckets;

    PartOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    static int partNumber(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= 10_000) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number that is out of range.
        }
        throw S3Error.invalidArgument(
                "Part number must be an integer between 1 and 10000, inclusive", "partNumber", text);
    }

    Response upload(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        int number = partNumber(request.parameter("partNumber").orElse(""));
        MultipartUpload upload = MultipartOperations.upload(bucket, request);
        Content content = buckets.recognized(request.body().content());
        Optional<ChecksumAlgorithm> sent = RequestChecksums.sent(request, bucket);
        if (sent.isPresent() && upload.algorithm().isPresent() && !sent.equals(upload.algorithm())) {
            throw S3Error.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + upload.algorithm().get().name().toLowerCase(Locale.ROOT) + ", actual checksum Type: "
                    + sent.get().name().toLowerCase(Locale.ROOT));
        }
        Part part = add(bucket, upload, number, content, sent.or(upload::algorithm));
        Response response = Response.ok().header("ETag", ObjectReader.quoted(part.eTag()));
        part.checksum().ifPresent(known -> response.header(known.algorithm().header(), known.value()));
        ObjectResponse.encryption(response, upload.description().encryption);
        return response;
    }

    Response copy(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        int number = partNumber(request.parameter("partNumber").orElse(""));
        MultipartUpload upload = MultipartOperations.upload(bucket, request);
        CopySource source = CopySource.ofPart(request, buckets);
        Part part = add(bucket, upload, number, source.range(request), upload.algorithm());
        XmlBuffer result = XmlBuffer.document()
                .root("CopyPartResult")
                .element("LastModified", part.lastModified())
                .element("ETag", CopySource.toldETag(part.eTag(), bucket));
        part.checksum()
                .ifPresent(checksum -> checksum.value()
                        .ifPresent(value -> result.element(checksum.algorithm().element(), value)));
        Response response = Response.xml(result.close("CopyPartResult"));
        ObjectResponse.encryption(response, upload.description().encryption);
        return source.told(response);
    }

    private static Part add(
            StoredBucket bucket,
            MultipartUpload upload,
            int number,
            Content content,
            Optional<ChecksumAlgorithm> algorithm) {
        Part part = Part.of(content, upload, bucket, algorithm);
        upload.parts().put(number, part);
        return part;
    }

    Response list(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        MultipartUpload upload = MultipartOperations.upload(bucket, request);
        int maximum = ListingOperations.maximum(request, "max-parts");
        int marker;
        try {
            marker = Integer.parseInt(request.parameter("part-number-marker").orElse("0"));
        } catch (NumberFormatException e) {
            throw S3Error.invalidArgument(
                    "Provided part-number-marker not an integer or within integer range",
                    "part-number-marker",
                    request.parameter("part-number-marker").orElse(""));
        }
        XmlBuffer entries = new XmlBuffer(1024);
        int count = 0;
        int last = 0;
        boolean truncated = false;
        for (Map.Entry<Integer, Part> entry :
                upload.parts().tailMap(marker, false).entrySet()) {
            if (count == maximum) {
                truncated = true;
                break;
            }
            count++;
            last = entry.getKey();
            Part part = entry.getValue();
            entries.open("Part")
                    .element("PartNumber", last)
                    .element("LastModified", part.lastModified())
                    .element("ETag", ObjectReader.quoted(part.eTag()))
                    .element("Size", part.content().length());
            part.checksum()
                    .ifPresent(checksum -> checksum.value()
                            .ifPresent(value ->
                                    entries.element(checksum.algorithm().element(), value)));
            entries.close("Part");
        }
        XmlBuffer result = XmlBuffer.document()
                .root("ListPartsResult")
                .element("Bucket", bucket.name())
                .element("Key", upload.key().toString())
                .element("UploadId", upload.id());
        MultipartListing.people(result, upload, bucket);
        result.element("PartNumberMarker", marker);
        if (truncated) {
            result.element("NextPartNumberMarker", last);
        }
        result.element("MaxParts", maximum).element("IsTruncated", Boolean.toString(truncated));
        upload.algorithm()
                .ifPresent(algorithm -> result.element("ChecksumAlgorithm", algorithm.name())
                        .element("ChecksumType", upload.type().name()));
        return Response.xml(result.append(entries).close("ListPartsResult"));
    }
}
