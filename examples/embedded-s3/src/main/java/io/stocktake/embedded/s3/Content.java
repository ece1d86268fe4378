package io.stocktake.embedded.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The bytes of an object: kept, computed as they are sent, or known by their digests only. Immutable, thread-safe. */
interface Content {
    /** Takes bytes piece by piece. */
    @FunctionalInterface
    interface Pieces {
        void add(byte[] bytes, int from, int count) throws IOException;
    }

    long length();

    /**
     * Hands over so many bytes from a place on, in pieces.
     *
     * @throws S3Error if they are not {@linkplain #isReadable readable}
     */
    void read(long from, long count, Pieces pieces) throws IOException;

    default void writeTo(OutputStream out, long from, long count) throws IOException {
        read(from, count, out::write);
    }

    /** Whether the bytes are at hand, not only their digests. */
    default boolean isReadable() {
        return true;
    }

    /** All bytes at once, for what has to see them; not to be changed. */
    default byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
        readAll(out::write);
        return out.toByteArray();
    }

    /** A part of these bytes, which are not copied. */
    default Content slice(long from, long count) {
        return from == 0 && count == length() ? this : new Slice(this, from, count);
    }

    /** The MD5 of all bytes. */
    default byte[] md5() {
        MessageDigest digest = Digests.of("MD5");
        readAll(digest::update);
        return digest.digest();
    }

    /** A checksum of all bytes, or nothing if it is not known and the bytes are not at hand. */
    default Optional<byte[]> digest(ChecksumAlgorithm algorithm) {
        if (!isReadable()) {
            return Optional.empty();
        }
        ChecksumAlgorithm.Running running = algorithm.start();
        readAll(running::update);
        return Optional.of(running.value());
    }

    private void readAll(Pieces pieces) {
        try {
            read(0, length(), pieces);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These bytes, which are not copied. */
    static Content of(byte[] bytes) {
        return new KeptContent(bytes);
    }

    /** One content behind the other, as the parts of a multipart upload are; not copied. */
    static Content joined(List<Content> pieces) {
        return pieces.size() == 1 ? pieces.get(0) : new JoinedContent(pieces);
    }

    /** So many bytes of the letters a to z in turn, kept nowhere. */
    static Content letters(long length) {
        return ComputedContent.letters(length);
    }

    /** A part of another content. */
    record Slice(Content whole, long start, long length) implements Content {
        @Override
        public void read(long from, long count, Pieces pieces) throws IOException {
            whole.read(start + from, count, pieces);
        }

        @Override
        public boolean isReadable() {
            return whole.isReadable();
        }

        @Override
        public Content slice(long from, long count) {
            return whole.slice(start + from, count);
        }
    }
}
