package io.stocktake.embedded.s3;

import java.util.Base64;
import java.util.List;
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

    /** Of all bytes together; nothing where they are gone and the checksum was not computed in time. */
    static Optional<Checksum> full(ChecksumAlgorithm algorithm, Content content) {
        if (!algorithm.isComputed()) {
            return Optional.of(new Checksum(algorithm, Type.FULL_OBJECT, Optional.empty()));
        }
        return content.digest(algorithm)
                .map(digest -> new Checksum(algorithm, Type.FULL_OBJECT, Optional.of(base64(digest))));
    }

    /** Of the checksums of the parts; nothing where one of them is not known. */
    static Optional<Checksum> composite(ChecksumAlgorithm algorithm, List<ObjectPart> parts) {
        if (!parts.stream().allMatch(part -> part.checksum().isPresent())) {
            return Optional.empty();
        }
        ChecksumAlgorithm.Running running = algorithm.start();
        for (ObjectPart part : parts) {
            byte[] digest = Base64.getDecoder().decode(part.checksum().orElseThrow());
            running.update(digest, 0, digest.length);
        }
        String value = base64(running.value()) + "-" + parts.size();
        return Optional.of(new Checksum(algorithm, Type.COMPOSITE, Optional.of(value)));
    }

    static String base64(byte[] digest) {
        return Base64.getEncoder().encodeToString(digest);
    }
}
