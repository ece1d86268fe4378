package io.stocktake.s3.planning;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Chooses cuts, so that what lies between two of them is about as much everywhere. */
final class Balance {
    private final Branching branching;
    private final List<Weight> weights = new ArrayList<>();

    /** What begins at a cut. */
    private record Weight(UTF8String cut, double size) {}

    private Balance(Branching branching) {
        this.branching = branching;
    }

    /** The cuts that divide the segments into about so many ranges. */
    static List<UTF8String> cuts(List<Segment> segments, Branching branching, int ranges) {
        double total = segments.stream()
                .mapToDouble(segment -> segment.size(branching))
                .sum();
        double share = total / ranges;
        Balance balance = new Balance(branching);
        for (Segment segment : segments) {
            balance.add(segment, share);
        }
        return balance.choose(share);
    }

    private void add(Segment segment, double share) {
        double size = segment.size(branching);
        UTF8String key = segment.page().first();
        if (size > share / 2 && segment.state() == Segment.State.OPEN && key.startsWith(segment.subtree())) {
            int deepest = KeyText.common(key, segment.page().last());
            for (int level = segment.subtree().numBytes(); level <= deepest; level = KeyText.next(key, level)) {
                if (branching.isLikely(key, level) && branching.isCounted(key, level)) {
                    divide(segment, level, size);
                    return;
                }
                if (level >= key.numBytes()) {
                    break;
                }
            }
        }
        weights.add(new Weight(segment.cut(), size));
    }

    /** What keys of this form have had elsewhere is expected here too: a cut that is wrong costs half a page. */
    private void divide(Segment segment, int level, double size) {
        UTF8String key = segment.page().first();
        Alphabet alphabet = branching.alphabet(key, level);
        int first = alphabet.rank(KeyText.character(key, level));
        int children = Math.max(1, alphabet.size() - first);
        UTF8String parent = KeyText.head(key, level);
        weights.add(new Weight(segment.cut(), size / children));
        alphabet.characters().skip(first + 1L).forEach(character -> {
            UTF8String cut = UTF8String.concat(parent, UTF8String.fromString(Character.toString(character)));
            weights.add(new Weight(cut, size / children));
        });
    }

    private List<UTF8String> choose(double share) {
        List<UTF8String> cuts = new ArrayList<>();
        double inRange = 0;
        for (Weight weight : weights) {
            if (inRange > 0 && inRange + weight.size() / 2 >= share) {
                cuts.add(weight.cut());
                inRange = 0;
            }
            inRange += weight.size();
        }
        return CutPoints.safe(cuts);
    }
}
