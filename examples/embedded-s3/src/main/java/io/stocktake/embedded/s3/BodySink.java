package io.stocktake.embedded.s3;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the bytes of a request's body go. Used by one thread. */
interface BodySink extends Content.Pieces {
    @Override
    void add(byte[] bytes, int from, int count);

    /** What has been added. */
    Content content();

    /** Keeps the bytes. */
    static BodySink keeping(long expected) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(Math.min(expected, 1 << 26)));
        return new BodySink() {
            @Override
            public void add(byte[] bytes, int from, int count) {
                out.write(bytes, from, count);
            }

            @Override
            public Content content() {
                return Content.of(out.toByteArray());
            }
        };
    }

    /** Keeps the number of bytes, their MD5, and the checksums that the request brings or announces. */
    static BodySink digesting(S3Request request) {
        MessageDigest md5 = Digests.of("MD5");
        Map<ChecksumAlgorithm, ChecksumAlgorithm.Running> running = new EnumMap<>(ChecksumAlgorithm.class);
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            if (algorithm.isComputed() && isNamed(request, algorithm)) {
                running.put(algorithm, algorithm.start());
            }
        }
        return new BodySink() {
            private long length;

            @Override
            public void add(byte[] bytes, int from, int count) {
                length += count;
                md5.update(bytes, from, count);
                running.values().forEach(checksum -> checksum.update(bytes, from, count));
            }

            @Override
            public Content content() {
                Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
                running.forEach((algorithm, checksum) -> checksums.put(algorithm, checksum.value()));
                return new DigestContent(length, md5.digest(), checksums);
            }
        };
    }

    private static boolean isNamed(S3Request request, ChecksumAlgorithm algorithm) {
        List<String> trailers = request.headers().getOrDefault("x-amz-trailer", List.of());
        return request.header(algorithm.header()).isPresent()
                || String.join(",", trailers).toLowerCase(Locale.ROOT).contains(algorithm.header());
    }
}
