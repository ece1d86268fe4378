package io.stocktake.embedded.s3;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** GetObjectAttributes: what a HEAD tells, and the parts of a multipart upload in pages. */
final class ObjectAttributes {
    private static final String HEADER = "x-amz-object-attributes";

    /** The attributes that can be asked for, in the order of the answer. */
    private enum Attribute {
        ETAG,
        CHECKSUM,
        OBJECTPARTS,
        STORAGECLASS,
        OBJECTSIZE
    }

    private final Buckets buckets;

    ObjectAttributes(Buckets buckets) {
        this.buckets = buckets;
    }

    Response get(S3Request request) {
        BucketState bucket = buckets.of(request);
        ObjectVersion version =
                ObjectReader.find(bucket, request.key(), request.parameter("versionId"), request.method());
        ObjectReader.checkCustomerKey(version, ObjectHeaders.encryption(request, "x-amz-server-side-encryption"));
        XmlBuffer result = XmlBuffer.document().root("GetObjectAttributesResponse");
        for (Attribute attribute : asked(request)) {
            switch (attribute) {
                case ETAG -> result.element("ETag", version.eTag());
                case CHECKSUM -> checksum(result, version);
                case OBJECTPARTS -> parts(result, request, version);
                case STORAGECLASS ->
                    result.element("StorageClass", version.description().storageClass());
                case OBJECTSIZE -> result.element("ObjectSize", version.size());
            }
        }
        return Response.xml(result.close("GetObjectAttributesResponse"))
                .header("Last-Modified", HttpDates.format(version.lastModified()))
                .header("x-amz-version-id", ObjectReader.toldVersionId(bucket, version));
    }

    private static Set<Attribute> asked(S3Request request) {
        Set<Attribute> asked = EnumSet.noneOf(Attribute.class);
        String all = String.join(",", request.headers().getOrDefault(HEADER, List.of()));
        for (String name : all.split(",", -1)) {
            if (!name.isBlank()) {
                asked.add(Arrays.stream(Attribute.values())
                        .filter(attribute ->
                                attribute.name().equals(name.strip().toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> S3Error.invalidArgument("Invalid attribute name specified.", HEADER, name)));
            }
        }
        if (asked.isEmpty()) {
            throw S3Error.invalidRequest(
                    "The x-amz-object-attributes header specifying the attributes to be retrieved is"
                            + " either missing or empty");
        }
        return asked;
    }

    private static void checksum(XmlBuffer result, ObjectVersion version) {
        Optional<Checksum> checksum = version.description().checksum();
        checksum.ifPresent(known -> {
            result.open("Checksum");
            known.value()
                    .ifPresent(value ->
                            result.element(known.algorithm().element(), value.substring(0, end(known, value))));
            result.element("ChecksumType", known.type().name()).close("Checksum");
        });
    }

    /** The -N of a composite checksum stands in headers and listings, not here. */
    private static int end(Checksum checksum, String value) {
        return checksum.type() == Checksum.Type.COMPOSITE ? value.lastIndexOf('-') : value.length();
    }

    /** Every multipart object tells how many parts it has; only a composite checksum brings the parts themselves. */
    private static void parts(XmlBuffer result, S3Request request, ObjectVersion version) {
        List<ObjectPart> parts = version.description().parts();
        if (parts.isEmpty()) {
            return;
        }
        result.open("ObjectParts").element("PartsCount", parts.size());
        Optional<Checksum> composite =
                version.description().checksum().filter(checksum -> checksum.type() == Checksum.Type.COMPOSITE);
        composite.ifPresent(checksum -> page(result, request, parts, checksum.algorithm()));
        result.close("ObjectParts");
    }

    private static void page(XmlBuffer result, S3Request request, List<ObjectPart> parts, ChecksumAlgorithm algorithm) {
        int maximum = Math.min(1000, number(request, "x-amz-max-parts", 1000));
        int marker = Math.min(parts.size(), number(request, "x-amz-part-number-marker", 0));
        int end = Math.min(parts.size(), marker + maximum);
        result.element("PartNumberMarker", marker)
                .element("NextPartNumberMarker", end)
                .element("MaxParts", maximum)
                .element("IsTruncated", Boolean.toString(end < parts.size()));
        for (int i = marker; i < end; i++) {
            ObjectPart part = parts.get(i);
            result.open("Part").element("PartNumber", i + 1L).element("Size", part.size());
            part.checksum().ifPresent(value -> result.element(algorithm.element(), value));
            result.close("Part");
        }
    }

    private static int number(S3Request request, String name, int absent) {
        Optional<String> text = request.header(name);
        try {
            int number = text.map(Integer::parseInt).orElse(absent);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number that is negative.
        }
        throw S3Error.invalidArgument(
                "Argument " + name + " must be an integer between 0 and 2147483647", name, text.orElse(""));
    }
}
