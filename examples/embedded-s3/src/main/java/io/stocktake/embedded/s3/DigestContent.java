package io.stocktake.embedded.s3;

import java.util.Map;
import java.util.Optional;

/** Bytes that were received and not kept: their number and digests are all that is left. */
final class DigestContent implements Content {
    private final long length;
    private final byte[] md5;
    private final Map<ChecksumAlgorithm, byte[]> checksums;

    /** @param checksums those that were computed while the bytes went by */
    DigestContent(long length, byte[] md5, Map<ChecksumAlgorithm, byte[]> checksums) {
        this.length = length;
        this.md5 = md5;
        this.checksums = Map.copyOf(checksums);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long from, long count, Pieces pieces) {
        throw S3Error.notKept();
    }

    @Override
    public boolean isReadable() {
        return false;
    }

    @Override
    public byte[] md5() {
        return md5;
    }

    @Override
    public Optional<byte[]> digest(ChecksumAlgorithm algorithm) {
        return Optional.ofNullable(checksums.get(algorithm));
    }
}
