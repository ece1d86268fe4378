package io.stocktake.embedded.s3;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of an object, asked for as a Range or by the number of a multipart upload's part. */
record ByteRange(long from, long count) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /** The part that a request names by its number; nothing where that has no bytes, as a range of none cannot be told. */
    static Optional<ByteRange> ofPart(S3Request request, ObjectVersion version) {
        if (request.header("Range").isPresent()) {
            throw S3Error.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        return Optional.of(part(request.parameter("partNumber").orElse(""), version))
                .filter(part -> part.count() > 0);
    }

    /** Nothing where the whole object is asked for, or where the Range is none that S3 understands. */
    static Optional<ByteRange> ofHeader(S3Request request, ObjectVersion version) {
        return request.header("Range").flatMap(range -> range(range, version.size()));
    }

    private static ByteRange part(String text, ObjectVersion version) {
        List<ObjectPart> parts = version.description().parts();
        int number = PartOperations.partNumber(text);
        if (number > Math.max(1, parts.size())) {
            throw new S3Error(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        if (parts.isEmpty()) {
            return new ByteRange(0, version.size());
        }
        long from = parts.subList(0, number - 1).stream()
                .mapToLong(ObjectPart::size)
                .sum();
        return new ByteRange(from, parts.get(number - 1).size());
    }

    static Optional<ByteRange> range(String header, long size) {
        Matcher matcher = RANGE.matcher(header.strip());
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        long from;
        long end;
        try {
            if (matcher.group(1).isEmpty()) {
                long last = Long.parseLong(matcher.group(2));
                from = Math.max(0, size - last);
                end = last == 0 ? from : size;
            } else {
                from = Long.parseLong(matcher.group(1));
                end = matcher.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
                if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < from) {
                    return Optional.empty();
                }
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        if (from >= end) {
            throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable")
                    .detail("RangeRequested", header)
                    .detail("ActualObjectSize", Long.toString(size))
                    .header("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(from, end - from));
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + count - 1) + "/" + size;
    }
}
