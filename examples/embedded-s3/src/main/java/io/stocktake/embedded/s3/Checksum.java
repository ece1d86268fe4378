package io.stocktake.embedded.s3;

import java.util.Optional;

/**
 * The checksum that is kept with an object.
 *
 * @param value base64, with {@code -N} behind it where it is made of N parts; absent where the algorithm can only be named
 */
record Checksum(ChecksumAlgorithm algorithm, Type type, Optional<String> value) {
    /** S3's {@code ChecksumType}. */
    enum Type {
        FULL_OBJECT,
        COMPOSITE
    }

    static Checksum full(ChecksumAlgorithm algorithm, byte[] content) {
        return new Checksum(
                algorithm,
                Type.FULL_OBJECT,
                algorithm.isComputed() ? Optional.of(algorithm.of(content)) : Optional.empty());
    }
}
