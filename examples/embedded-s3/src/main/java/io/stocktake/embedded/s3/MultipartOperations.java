package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.MultipartUpload.Part;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The life of a multipart upload but for its parts, and the listing of uploads. */
final class MultipartOperations {
    /** The least size of every part but the last. */
    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final Buckets buckets;

    MultipartOperations(Buckets buckets) {
        this.buckets = buckets;
    }

    Response create(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        Key key = request.key();
        Optional<ChecksumAlgorithm> algorithm = RequestChecksums.named(request, bucket);
        // The headers are read now, so that the object is what this request asked for, and that errors come now.
        PutRequest description = ObjectHeaders.describe(request, bucket, key, Content.of(new byte[0]));
        if (bucket.deviates(KnownDeviation.MULTIPART_IGNORES_TAGS)) {
            description.tags.clear();
        }
        if (bucket.deviates(KnownDeviation.MULTIPART_IGNORES_LOCKS)) {
            description.withoutLocks();
        }
        MultipartUpload upload = new MultipartUpload(
                bucket.newId() + bucket.newId(),
                key,
                request.requester(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                algorithm,
                RequestChecksums.type(request),
                description);
        bucket.uploads().put(upload.id(), upload);
        XmlBuffer result = XmlBuffer.document()
                .root("InitiateMultipartUploadResult")
                .element("Bucket", bucket.name())
                .element("Key", key.toString())
                .element("UploadId", upload.id())
                .close("InitiateMultipartUploadResult");
        Response response =
                Response.xml(result).header("x-amz-checksum-algorithm", algorithm.map(ChecksumAlgorithm::name));
        algorithm.ifPresent(
                unused -> response.header("x-amz-checksum-type", upload.type().name()));
        ObjectResponse.encryption(response, description.encryption);
        return response;
    }

    static MultipartUpload upload(StoredBucket bucket, S3Request request) {
        String id = request.parameter("uploadId").orElse("");
        MultipartUpload upload = bucket.uploads().get(id);
        if (upload == null || !upload.key().equals(request.key())) {
            throw S3Error.noSuchUpload(id);
        }
        return upload;
    }

    Response complete(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        List<XmlElement> named = XmlElement.parse(request.body().bytes(), "CompleteMultipartUpload")
                .children("Part");
        if (bucket.deviates(KnownDeviation.PART_ORDER_IS_IGNORED)) {
            named = named.stream()
                    .sorted(Comparator.comparing(MultipartOperations::number))
                    .toList();
        }
        if (bucket.deviates(KnownDeviation.COMPLETE_CAN_BE_REPEATED)
                && !bucket.uploads().containsKey(request.parameter("uploadId").orElse(""))) {
            return completedAgain(request, bucket, named);
        }
        MultipartUpload upload = upload(bucket, request);
        List<Part> parts = namedParts(upload, named);
        PutRequest put = upload.description()
                .withContent(Content.joined(parts.stream().map(Part::content).toList()))
                .partSizes(parts.stream()
                        .mapToLong(part -> part.content().length())
                        .toArray());
        upload.algorithm().ifPresent(put::checksum);
        put.checksumType = Optional.of(upload.type());
        // Of two requests at once, one finds the upload still there: the other is told that it is gone.
        ObjectVersion version;
        synchronized (upload) {
            if (!bucket.uploads().containsKey(upload.id())) {
                throw S3Error.noSuchUpload(upload.id());
            }
            version = bucket.put(put, ObjectOperations.precondition(request, bucket));
            bucket.uploads().remove(upload.id());
        }
        return completed(request, bucket, version);
    }

    private static Response completed(S3Request request, StoredBucket bucket, ObjectVersion version) {
        XmlBuffer result = XmlBuffer.document()
                .root("CompleteMultipartUploadResult")
                .element("Location", "/" + bucket.name() + "/" + request.keyText())
                .element("Bucket", bucket.name())
                .element("Key", request.keyText())
                .element(
                        "ETag",
                        bucket.deviates(KnownDeviation.COMPLETE_TELLS_NO_ETAG)
                                ? ""
                                : ObjectReader.quoted(version.eTag()));
        version.description().checksum().ifPresent(checksum -> {
            checksum.value()
                    .ifPresent(value -> result.element(checksum.algorithm().element(), value));
            result.element("ChecksumType", checksum.type().name());
        });
        Response response = Response.xml(result.close("CompleteMultipartUploadResult"))
                .header("x-amz-version-id", ObjectReader.toldVersionId(bucket, version));
        ObjectResponse.encryption(response, version.description().encryption());
        return response;
    }

    /** An upload that is gone counts as completed if the current object has the ETag that its parts would give. */
    private static Response completedAgain(S3Request request, StoredBucket bucket, List<XmlElement> named) {
        MessageDigest md5s = Digests.of("MD5");
        for (XmlElement part : named) {
            String partETag = part.required("ETag").strip().replace("\"", "");
            md5s.update(partETag.matches("[0-9a-f]{32}") ? HexFormat.of().parseHex(partETag) : new byte[0]);
        }
        String eTag = Digests.hex(md5s.digest()) + "-" + named.size();
        boolean done = bucket.current(request.key())
                .filter(current -> current.eTag().equals(eTag))
                .isPresent();
        if (!done) {
            throw bucket.deviates(KnownDeviation.COMPLETE_OF_AN_ABORTED_UPLOAD_IS_500)
                    ? new S3Error(500, "InternalError", "We encountered an internal error. Please try again.")
                    : S3Error.noSuchUpload(request.parameter("uploadId").orElse(""));
        }
        return Response.xml(XmlBuffer.document()
                .root("CompleteMultipartUploadResult")
                .element("Location", "/" + bucket.name() + "/" + request.keyText())
                .element("Bucket", bucket.name())
                .element("Key", request.keyText())
                .element("ETag", eTag)
                .close("CompleteMultipartUploadResult"));
    }

    private static int number(XmlElement part) {
        return PartOperations.partNumber(part.required("PartNumber").strip());
    }

    private static List<Part> namedParts(MultipartUpload upload, List<XmlElement> named) {
        if (named.isEmpty()) {
            throw S3Error.malformedXml();
        }
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (XmlElement element : named) {
            int number = number(element);
            if (number <= before) {
                throw new S3Error(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            before = number;
            Part part = upload.parts().get(number);
            String eTag = element.required("ETag").strip();
            if (part == null || !Precondition.matches(eTag, part.eTag()) || !sameChecksum(element, part)) {
                throw new S3Error(
                                400,
                                "InvalidPart",
                                "One or more of the specified parts could not be found.  The part may not have been"
                                        + " uploaded, or the specified entity tag may not match the part's entity tag.")
                        .detail("UploadId", upload.id())
                        .detail("PartNumber", Integer.toString(number))
                        .detail("ETag", eTag);
            }
            parts.add(part);
        }
        for (int i = 0; i < parts.size() - 1; i++) {
            if (parts.get(i).content().length() < SMALLEST_PART) {
                throw new S3Error(
                                400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                        .detail(
                                "ProposedSize",
                                Long.toString(parts.get(i).content().length()))
                        .detail("MinSizeAllowed", Integer.toString(SMALLEST_PART));
            }
        }
        return parts;
    }

    private static boolean sameChecksum(XmlElement element, Part part) {
        return part.checksum()
                .flatMap(checksum -> element.childText(checksum.algorithm().element())
                        .map(told -> Optional.of(told.strip()).equals(checksum.value())))
                .orElse(true);
    }

    Response abort(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        MultipartUpload upload = upload(bucket, request);
        synchronized (upload) {
            if (bucket.uploads().remove(upload.id()) == null) {
                throw S3Error.noSuchUpload(upload.id());
            }
        }
        return Response.noContent();
    }

    Response listUploads(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        List<MultipartUpload> uploads = new ArrayList<>(bucket.uploads().values());
        uploads.sort(Comparator.comparing(MultipartUpload::key).thenComparing(MultipartUpload::sequence));
        return Response.xml(new MultipartListing(request, bucket).write(uploads));
    }
}
