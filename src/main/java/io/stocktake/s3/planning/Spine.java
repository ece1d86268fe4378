package io.stocktake.s3.planning;

import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The places at which what begins with a key's first characters branches.
 *
 * @param branches places in the key
 * @param end what lies behind this place is not known
 */
record Spine(Set<Integer> branches, int end) {
    Spine {
        branches = Set.copyOf(branches);
    }

    /** The first place. */
    int first() {
        return branches.stream().mapToInt(Integer::intValue).min().orElseThrow();
    }

    /** All places are known. */
    static Spine whole(Set<Integer> branches) {
        return new Spine(branches, Integer.MAX_VALUE);
    }

    boolean isWhole() {
        return end == Integer.MAX_VALUE;
    }

    /**
     * What may be expected of a sibling: the same number or name goes on branching as it does here, but what is behind the
     * next delimiter is the sibling's own.
     */
    Spine ofSibling(UTF8String key, int level) {
        if (!isWhole()) {
            return this;
        }
        int place = level;
        while (place < key.numBytes() && KeyText.isOfName(KeyText.character(key, place))) {
            place = KeyText.next(key, place);
        }
        return new Spine(branches, place);
    }
}
