package io.stocktake.embedded.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contents in a row. */
final class JoinedContent implements Content {
    private final List<Content> pieces;
    private final long length;

    JoinedContent(List<Content> pieces) {
        this.pieces = List.copyOf(pieces);
        this.length = pieces.stream().mapToLong(Content::length).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isReadable() {
        return pieces.stream().allMatch(Content::isReadable);
    }

    @Override
    public void read(long from, long count, Pieces out) throws IOException {
        for (Content slice : slices(from, count)) {
            slice.read(0, slice.length(), out);
        }
    }

    @Override
    public Content slice(long from, long count) {
        return Content.joined(slices(from, count));
    }

    private List<Content> slices(long from, long count) {
        List<Content> slices = new ArrayList<>();
        long start = 0;
        for (Content piece : pieces) {
            long first = Math.max(from - start, 0);
            long end = Math.min(from + count - start, piece.length());
            if (first < end) {
                slices.add(piece.slice(first, end - first));
            }
            start += piece.length();
        }
        return slices.isEmpty() ? List.of(Content.of(new byte[0])) : slices;
    }

    /** The CRC of the whole follows from those of the pieces, so that the bytes need not be at hand. */
    @Override
    public Optional<byte[]> digest(ChecksumAlgorithm algorithm) {
        Optional<CrcJoin> join = algorithm.join();
        if (join.isEmpty()) {
            return Content.super.digest(algorithm);
        }
        Optional<byte[]> all = Optional.of(algorithm.start().value());
        for (Content piece : pieces) {
            Optional<byte[]> next = piece.digest(algorithm);
            all = all.flatMap(before -> next.map(crc -> join.get().of(before, crc, piece.length())));
        }
        return all;
    }
}
