package io.stocktake.s3;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A half-open range of keys {@code (after, upTo]}, in the order of unsigned UTF-8 bytes.
 *
 * <p>Half-open ranges tile whatever the cut points are: a cut need not be a key, and all versions of one key fall into
 * one range. {@code after} is exclusive because {@code StartAfter} and {@code KeyMarker} are. Immutable.
 */
public final class KeyRange implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final KeyRange ALL = new KeyRange(UTF8String.EMPTY_UTF8, null);

    private final UTF8String after;
    /** Null where the range has no end: an Optional is not serializable. */
    private final UTF8String upTo;

    private KeyRange(UTF8String after, UTF8String upTo) {
        this.after = after;
        this.upTo = upTo;
    }

    /** Every key: the empty string is not a key, so it is the start that excludes nothing. */
    public static KeyRange all() {
        return ALL;
    }

    /** The keys greater than {@code after} and not greater than {@code upTo}. */
    public static KeyRange between(UTF8String after, UTF8String upTo) {
        return new KeyRange(Objects.requireNonNull(after), Objects.requireNonNull(upTo));
    }

    /** The keys greater than {@code after}. */
    public static KeyRange after(UTF8String after) {
        return new KeyRange(Objects.requireNonNull(after), null);
    }

    /** The keys not greater than {@code upTo}. */
    public static KeyRange upTo(UTF8String upTo) {
        return new KeyRange(UTF8String.EMPTY_UTF8, Objects.requireNonNull(upTo));
    }

    /** The exclusive lower bound; empty where the range starts with the first key. */
    public UTF8String after() {
        return after;
    }

    /** The inclusive upper bound, if there is one. */
    public Optional<UTF8String> upTo() {
        return Optional.ofNullable(upTo);
    }

    /** Whether the key lies in the range. */
    public boolean contains(UTF8String key) {
        return isAboveStart(key) && !isBeyondEnd(key);
    }

    /** Whether the key is greater than the exclusive lower bound. */
    public boolean isAboveStart(UTF8String key) {
        return key.binaryCompare(after) > 0;
    }

    /** Whether the key is greater than the inclusive upper bound. */
    public boolean isBeyondEnd(UTF8String key) {
        return upTo != null && key.binaryCompare(upTo) > 0;
    }

    /** Whether no key can lie in the range. */
    public boolean isEmpty() {
        return upTo != null && upTo.binaryCompare(after) <= 0;
    }

    /** The keys that lie in both ranges; possibly empty. */
    public KeyRange intersect(KeyRange other) {
        UTF8String start = after.binaryCompare(other.after) >= 0 ? after : other.after;
        UTF8String end = upTo;
        if (end == null || (other.upTo != null && other.upTo.binaryCompare(end) < 0)) {
            end = other.upTo;
        }
        return new KeyRange(start, end);
    }

    /**
     * This range cut at each of the cut points that lie inside it: ranges that tile it, ascending.
     *
     * @param cuts in any order, repeated or outside the range as they may be
     */
    public List<KeyRange> cutAt(List<UTF8String> cuts) {
        List<UTF8String> inside = cuts.stream()
                .filter(cut -> isAboveStart(cut) && (upTo == null || cut.binaryCompare(upTo) < 0))
                .sorted(UTF8String::binaryCompare)
                .distinct()
                .toList();
        List<KeyRange> ranges = new ArrayList<>(inside.size() + 1);
        UTF8String start = after;
        for (UTF8String cut : inside) {
            ranges.add(new KeyRange(start, cut));
            start = cut;
        }
        ranges.add(new KeyRange(start, upTo));
        return List.copyOf(ranges);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange range && after.equals(range.after) && Objects.equals(upTo, range.upTo);
    }

    @Override
    public int hashCode() {
        return Objects.hash(after, upTo);
    }

    /** {@code ("a", "b"]}; an open end is written as an infinity. */
    @Override
    public String toString() {
        return "(\"" + after + "\", " + (upTo == null ? "∞)" : "\"" + upTo + "\"]");
    }
}
