package io.stocktake.embedded.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes that repeat a short block, so that an object of any size takes no memory. */
final class ComputedContent implements Content {
    /** Divides the parts of any upload that counts in powers of two: they then have one MD5 together. */
    private static final int BLOCK = 64 * 1024;

    /** Many alphabets, as pieces of 26 bytes would be slow; never changed. */
    private static final byte[] LETTERS =
            "abcdefghijklmnopqrstuvwxyz".repeat(1024).getBytes(StandardCharsets.US_ASCII);

    private final Block block;
    private final long start;
    private final long length;

    private ComputedContent(Block block, long start, long length) {
        this.block = block;
        this.start = start;
        this.length = length;
    }

    /** Bytes that look random; the same seed gives the same ones. */
    static ComputedContent of(long seed, long length) {
        byte[] bytes = new byte[BLOCK];
        new SplittableRandom(seed).nextBytes(bytes);
        return new ComputedContent(new Block(bytes), 0, length);
    }

    /** The letters a to z in turn. */
    static ComputedContent letters(long length) {
        return new ComputedContent(new Block(LETTERS), 0, length);
    }

    /** What is repeated, and the MD5s of its repetitions that were asked for. */
    private static final class Block {
        /** Where in the block a repetition starts, and how long it is. */
        private record Place(int phase, long length) {}

        private final byte[] bytes;
        private final Map<Place, byte[]> md5s = new ConcurrentHashMap<>();

        private Block(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long from, long count, Pieces pieces) throws IOException {
        long end = from + count;
        for (long at = from; at < end; ) {
            int phase = (int) ((start + at) % block.bytes.length);
            int size = (int) Math.min(block.bytes.length - phase, end - at);
            pieces.add(block.bytes, phase, size);
            at += size;
        }
    }

    @Override
    public Content slice(long from, long count) {
        return new ComputedContent(block, start + from, count);
    }

    @Override
    public byte[] md5() {
        int phase = (int) (start % block.bytes.length);
        return block.md5s.computeIfAbsent(new Block.Place(phase, length), place -> Content.super.md5());
    }
}
