package io.stocktake.replication.copy;

import java.util.Optional;

/**
 * A part of an object's bytes.
 *
 * @param offset of the first
 * @param length how many; -1: to the end
 */
record ByteSpan(long offset, long length) {
    private static final long TO_THE_END = -1;

    /** All bytes, none perhaps. */
    static final ByteSpan WHOLE = new ByteSpan(0, TO_THE_END);

    static ByteSpan of(long offset, long length) {
        return new ByteSpan(offset, length);
    }

    /** What is left after so many bytes of it, of an object of this size. */
    ByteSpan after(long bytes, long size) {
        return new ByteSpan(offset + bytes, (length == TO_THE_END ? size - offset : length) - bytes);
    }

    /** The value of the header Range, which cannot say "none". */
    Optional<String> range() {
        return length == TO_THE_END ? Optional.empty() : Optional.of("bytes=" + offset + "-" + (offset + length - 1));
    }
}
