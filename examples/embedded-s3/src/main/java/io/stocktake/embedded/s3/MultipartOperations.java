package io.stocktake.embedded.s3;

import io.stocktake.embedded.s3.MultipartUpload.Part;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The life of a multipart upload, and the listings of uploads and parts. */
final class MultipartOperations {
    /** The least size of every part but the last. */
    private static final int SMALLEST_PART = 5 * 1024 * 1024;

    private final Buckets buckets;

    MultipartOperations(Buckets buckets) {
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

    Response create(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        Key key = request.key();
        Optional<ChecksumAlgorithm> algorithm = RequestChecksums.named(request);
        // The headers are read now, so that the object is what this request asked for, and that errors come now.
        PutRequest description = ObjectHeaders.describe(request, bucket, key, Content.of(new byte[0]));
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

    private static MultipartUpload upload(StoredBucket bucket, S3Request request) {
        String id = request.parameter("uploadId").orElse("");
        MultipartUpload upload = bucket.uploads().get(id);
        if (upload == null || !upload.key().equals(request.key())) {
            throw S3Error.noSuchUpload(id);
        }
        return upload;
    }

    Response uploadPart(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        int number = partNumber(request.parameter("partNumber").orElse(""));
        MultipartUpload upload = upload(bucket, request);
        byte[] content = request.body().bytes();
        Optional<ChecksumAlgorithm> sent = RequestChecksums.sent(request);
        if (sent.isPresent() && upload.algorithm().isPresent() && !sent.equals(upload.algorithm())) {
            throw S3Error.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + upload.algorithm().get().name().toLowerCase(Locale.ROOT) + ", actual checksum Type: "
                    + sent.get().name().toLowerCase(Locale.ROOT));
        }
        Optional<Checksum> checksum = sent.or(upload::algorithm).map(algorithm -> Checksum.full(algorithm, content));
        Encryption encryption = upload.description().encryption;
        Part part = new Part(
                Content.of(content),
                ObjectVersions.eTag(content, encryption),
                Digests.hex(Digests.md5(content)),
                checksum,
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        upload.parts().put(number, part);
        Response response = Response.ok().header("ETag", ObjectReader.quoted(part.eTag()));
        checksum.ifPresent(known -> response.header(known.algorithm().header(), known.value()));
        ObjectResponse.encryption(response, encryption);
        return response;
    }

    Response complete(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        MultipartUpload upload = upload(bucket, request);
        XmlElement document = XmlElement.parse(request.body().bytes(), "CompleteMultipartUpload");
        List<Part> parts = namedParts(upload, document.children("Part"));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream digests = new ByteArrayOutputStream();
        long[] sizes = new long[parts.size()];
        for (int i = 0; i < sizes.length; i++) {
            content.writeBytes(parts.get(i).content().bytes());
            digests.writeBytes(HexFormat.of().parseHex(parts.get(i).md5()));
            sizes[i] = parts.get(i).content().length();
        }
        String eTag = Digests.hex(Digests.md5(digests.toByteArray())) + "-" + sizes.length;
        PutRequest put = upload.description()
                .withContent(Content.of(content.toByteArray()))
                .partSizes(sizes)
                .eTag(eTag);
        upload.algorithm().ifPresent(put::checksum);
        put.checksumType = Optional.of(upload.type());
        // Of two requests at once, one finds the upload still there: the other is told that it is gone.
        ObjectVersion version;
        synchronized (upload) {
            if (!bucket.uploads().containsKey(upload.id())) {
                throw S3Error.noSuchUpload(upload.id());
            }
            version = bucket.put(put, ObjectOperations.precondition(request));
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
                .element("ETag", ObjectReader.quoted(version.eTag()));
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

    private static List<Part> namedParts(MultipartUpload upload, List<XmlElement> named) {
        if (named.isEmpty()) {
            throw S3Error.malformedXml();
        }
        List<Part> parts = new ArrayList<>();
        int before = 0;
        for (XmlElement element : named) {
            int number = partNumber(element.required("PartNumber").strip());
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

    Response listParts(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        MultipartUpload upload = upload(bucket, request);
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

    Response listUploads(S3Request request) {
        StoredBucket bucket = buckets.stored(request);
        List<MultipartUpload> uploads = new ArrayList<>(bucket.uploads().values());
        uploads.sort(Comparator.comparing(MultipartUpload::key).thenComparing(MultipartUpload::sequence));
        return Response.xml(new MultipartListing(request, bucket).write(uploads));
    }
}
