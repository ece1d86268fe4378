package io.stocktake.replication.copy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How an object that was uploaded in parts may have been cut: what to try, the likeliest first. An ETag of parts is the MD5
 * of their MD5s, so the right cut shows itself. Thread-safe.
 */
final class PartLayouts {
    private static final long MEBIBYTE = 1L << 20;

    /** What clients round the length of parts to. */
    private static final List<Long> UNITS = List.of(MEBIBYTE, 5 * MEBIBYTE, 8 * MEBIBYTE, 16 * MEBIBYTE);

    private final SourceReader reader;

    PartLayouts(SourceReader reader) {
        this.reader = reader;
    }

    /**
     * What to try.
     *
     * @param layouts each made when its turn comes; never empty
     * @param areKnown whether the store told the boundaries; else they are guesses
     */
    record Candidates(List<Supplier<PartLayout>> layouts, boolean areKnown) {}

    /** The layouts of an object that a HEAD of its first part described. */
    Candidates of(SourceObject source) {
        if (source.partsCount().isPresent()) {
            return known(source, source.partsCount().getAsInt());
        }
        Stream<PartLayout> guesses = source.listed().isMultipartUploaded()
                ? guessedLengths(source.size(), partsOf(source.eTag())).stream()
                        .map(length -> PartLayout.uniform(source.size(), length))
                        .filter(PartLayout::isAllowed)
                : Stream.empty();
        List<Supplier<PartLayout>> layouts =
                guesses.<Supplier<PartLayout>>map(layout -> () -> layout).toList();
        return new Candidates(layouts.isEmpty() ? List.of(() -> PartLayout.ordinary(source.size())) : layouts, false);
    }

    private Candidates known(SourceObject source, int count) {
        long first = source.firstPartLength();
        boolean mayBeUniform = first > 0
                && PartLayout.ceilDiv(source.size(), first) == count
                && PartLayout.uniform(source.size(), first).isAllowed();
        Supplier<PartLayout> asked = () -> asked(source, count);
        if (count == 1) {
            return new Candidates(List.of(() -> PartLayout.uniform(source.size(), Math.max(1, source.size()))), true);
        }
        return new Candidates(
                mayBeUniform ? List.of(() -> PartLayout.uniform(source.size(), first), asked) : List.of(asked), true);
    }

    private PartLayout asked(SourceObject source, int count) {
        long[] lengths = new long[count];
        long sum = 0;
        for (int number = 1; number <= count; number++) {
            lengths[number - 1] = number == 1 ? source.firstPartLength() : reader.partLength(source.listed(), number);
            sum += lengths[number - 1];
        }
        PartLayout layout = PartLayout.of(lengths);
        return sum == source.size() && layout.isAllowed() ? layout : PartLayout.ordinary(source.size());
    }

    private static Set<Long> guessedLengths(long size, long count) {
        Set<Long> lengths = new LinkedHashSet<>();
        if (count == 1) {
            lengths.add(Math.max(1, size));
            return lengths;
        }
        for (long unit : UNITS) {
            long length = PartLayout.roundUp(PartLayout.ceilDiv(size, count), unit);
            if (PartLayout.ceilDiv(size, length) == count) {
                lengths.add(length);
            }
        }
        return lengths;
    }

    private static long partsOf(String eTag) {
        return Long.parseLong(eTag.substring(eTag.lastIndexOf('-') + 1));
    }
}
