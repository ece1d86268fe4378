package io.stocktake.s3.planning;

import io.stocktake.s3.PageProbe.Answer;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A stretch of the keys, from a cut to the next segment's: the keys of one page and what follows them under a prefix.
 *
 * @param cut exclusive lower bound
 * @param page its first page
 * @param subtree the prefix of the last key under which the rest of the segment lies
 * @param state whether there is more to learn
 * @param spine the places at which what begins with the page's first key branches, where a walk has found all of them
 */
record Segment(UTF8String cut, Answer page, UTF8String subtree, State state, Optional<Spine> spine) {
    /** What may be done with a segment. */
    enum State {
        /** Nobody knows yet how it branches. */
        OPEN,
        /** It cannot be divided at cuts that every store takes. */
        CLOSED,
        /** Its page holds all of it. */
        COUNTED
    }

    static Segment open(UTF8String cut, Answer page, UTF8String subtree) {
        boolean isCounted = !page.isTruncated() || !page.last().startsWith(subtree);
        return new Segment(
                cut,
                page,
                subtree,
                isCounted ? State.COUNTED : CutPoints.isSafe(subtree) ? State.OPEN : State.CLOSED,
                Optional.empty());
    }

    /** The same with what a walk found of its first key. */
    Segment with(Spine found) {
        return new Segment(cut, page, subtree, state, Optional.of(found));
    }

    Segment closed() {
        return new Segment(cut, page, subtree, state == State.OPEN ? State.CLOSED : state, spine);
    }

    /** How many keys it may have: the page's keys cover some of the space below the prefix, and the rest is as dense. */
    double size(Branching branching) {
        if (state == State.COUNTED) {
            return page.entries();
        }
        UTF8String first = page.first();
        UTF8String last = page.last();
        int level = KeyText.common(first, last);
        if (level < subtree.numBytes()) {
            // The page ends a little way into the subtree, so there is no telling how much is behind it.
            return page.entries() + below(branching, last, subtree.numBytes(), last.numBytes(), 0, page.entries());
        }
        Alphabet alphabet = branching.alphabet(first, last, level);
        double start = place(alphabet, branching, first, level, 0);
        double covered = Math.max(place(alphabet, branching, last, level, 0.5) - start, 1e-3);
        double rest = page.entries() * Math.max(1, (1 - start) / covered);
        double whole = page.entries() * Math.max(1, 1 / covered);
        return below(branching, first, subtree.numBytes(), level, rest, whole);
    }

    /** The places from the subtree's prefix to the end of what its page's keys share, at which keys of this form branch. */
    SortedSet<Integer> likelyBranches(Branching branching) {
        UTF8String first = page.first();
        int deepest = KeyText.common(first, page.last());
        SortedSet<Integer> branches = new TreeSet<>();
        branches.add(deepest);
        for (int level = subtree.numBytes(); level < deepest; level = KeyText.next(first, level)) {
            boolean isKnown = spine.isPresent() && level < spine.get().end();
            if (isKnown ? spine.get().branches().contains(level) : branching.isLikely(first, level)) {
                branches.add(level);
            }
        }
        return branches;
    }

    /**
     * What is left from a key on of a subtree, when one that is so many places deeper has so much left and as a whole. Its
     * siblings are as large as it is while they are of one number or name; other directories are as large as they usually
     * are, whatever this one is like.
     */
    private double below(Branching branching, UTF8String key, int from, int to, double rest, double whole) {
        double left = rest;
        double sibling = whole;
        double usual = whole;
        for (int level = to - 1; level >= from; level--) {
            if (!isCharacter(key, level)) {
                continue;
            }
            int character = KeyText.character(key, level);
            if (!KeyText.isOfName(character)) {
                sibling = usual;
            }
            double children = children(branching, key, level);
            if (children > 1) {
                Alphabet alphabet = branching.alphabet(key, level);
                double behind = alphabet.size() - alphabet.rank(character) - 1;
                left += sibling * children * Math.max(0, behind) / alphabet.size();
                sibling *= children;
            }
            usual *= branching.children(key, level);
        }
        return left;
    }

    private double children(Branching branching, UTF8String key, int level) {
        if (spine.isEmpty() || level >= spine.get().end()) {
            return branching.children(key, level);
        }
        return spine.get().branches().contains(level) ? branching.several(key, level) : 1;
    }

    private static boolean isCharacter(UTF8String key, int level) {
        return (key.getByte(level) & 0xC0) != 0x80;
    }

    /** Where a key lies among the children of a level, from 0 to 1. */
    private static double place(Alphabet alphabet, Branching branching, UTF8String key, int level, double unknown) {
        int next = KeyText.next(key, level);
        Alphabet nextAlphabet = branching.alphabet(key, key, next);
        double within = nextAlphabet.size() <= 1
                ? unknown
                : Math.min(1, (double) nextAlphabet.rank(KeyText.character(key, next)) / nextAlphabet.size());
        return (alphabet.rank(KeyText.character(key, level)) + within) / alphabet.size();
    }
}
