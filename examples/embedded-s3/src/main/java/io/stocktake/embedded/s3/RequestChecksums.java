package io.stocktake.embedded.s3;

import java.util.Optional;

/** The checksum that a request sends in a header or trailer. */
final class RequestChecksums {
    private RequestChecksums() {}

    /** The algorithm of the checksum that came with the body, which has to be right. */
    static Optional<ChecksumAlgorithm> sent(S3Request request, StoredBucket bucket) {
        if (bucket.deviates(KnownDeviation.NO_CHECKSUMS)) {
            return Optional.empty();
        }
        Optional<ChecksumAlgorithm> sent = Optional.empty();
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            Optional<String> value = request.headerOrTrailer(algorithm.header());
            if (value.isPresent()) {
                if (sent.isPresent()) {
                    throw S3Error.invalidRequest(
                            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
                }
                Optional<String> computed =
                        request.body().content().digest(algorithm).map(Checksum::base64);
                if (!value.equals(computed)) {
                    throw new S3Error(
                            400,
                            "BadDigest",
                            "The " + algorithm.name() + " you specified did not match the calculated checksum.");
                }
                sent = Optional.of(algorithm);
            }
        }
        return sent;
    }

    /** The algorithm that an x-amz-checksum-algorithm header names. */
    static Optional<ChecksumAlgorithm> named(S3Request request, StoredBucket bucket) {
        return request.header("x-amz-checksum-algorithm")
                .filter(unused -> !bucket.deviates(KnownDeviation.NO_CHECKSUMS))
                .map(name -> ChecksumAlgorithm.named(name)
                        .orElseThrow(() -> S3Error.invalidRequest(
                                "Checksum algorithm provided is unsupported. Please try again with any of the valid types:"
                                        + " [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")));
    }

    /** Whether the checksum of a multipart upload covers the whole object or its parts. */
    static Optional<Checksum.Type> type(S3Request request) {
        return request.header("x-amz-checksum-type").map(name -> switch (name) {
            case "FULL_OBJECT" -> Checksum.Type.FULL_OBJECT;
            case "COMPOSITE" -> Checksum.Type.COMPOSITE;
            default -> throw S3Error.invalidRequest("Value for x-amz-checksum-type header is invalid.");
        });
    }
}
