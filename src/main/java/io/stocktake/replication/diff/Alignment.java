package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Where a destination's history lies in the source's, both oldest first: which entries of the source it has, and from
 * which on it has none.
 */
final class Alignment {
    private static final int NONE = -1;

    private final int[] partners;
    private final Sameness[] sameness;
    private int firstNewer = NONE;

    private Alignment(int size) {
        partners = new int[size];
        sameness = new Sameness[size];
        forget();
    }

    /**
     * The destination as the oldest part of the source, if it is; else its newest entry beside the newest of the source
     * that is the same, and the older ones as they follow one another.
     *
     * @param destination not empty
     * @param comparison of an entry of the source with one of the destination
     */
    static Alignment of(
            List<ListedVersion> source,
            List<ListedVersion> destination,
            BiFunction<ListedVersion, ListedVersion, Sameness> comparison) {
        return new Search(source, destination, comparison).run();
    }

    /** Whether the destination's newest entry is one of the source's. */
    boolean isAligned() {
        return firstNewer != NONE;
    }

    /** Whether the destination has every entry of the source up to the one that its newest is. */
    boolean hasNoGap() {
        return isAligned() && Arrays.stream(partners, 0, firstNewer).noneMatch(partner -> partner == NONE);
    }

    /** Whether the destination has any entry of the source. */
    boolean hasMatch() {
        return Arrays.stream(partners).anyMatch(partner -> partner != NONE);
    }

    /** Whether the destination has every entry of the source, and nothing on top of them. */
    boolean isComplete() {
        return hasNoGap() && firstNewer == partners.length;
    }

    /** Whether the destination has this entry of the source. */
    boolean isPresent(int index) {
        return partners[index] != NONE;
    }

    /** The index of the first entry of the source that belongs on top of what the destination has; only where aligned. */
    int firstNewer() {
        return firstNewer;
    }

    /** The index of the destination's entry that is this one of the source. */
    int partner(int index) {
        return partners[index];
    }

    Sameness sameness(int index) {
        return sameness[index];
    }

    /**
     * The same for the history that this one's source is a part of.
     *
     * @param indexes of this alignment's entries in that history, ascending
     * @param size of that history
     */
    Alignment spread(List<Integer> indexes, int size) {
        Alignment spread = new Alignment(size);
        for (int i = 0; i < indexes.size(); i++) {
            spread.partners[indexes.get(i)] = partners[i];
            spread.sameness[indexes.get(i)] = sameness[i];
        }
        spread.firstNewer = isAligned() ? indexes.get(firstNewer - 1) + 1 : NONE;
        return spread;
    }

    private void forget() {
        Arrays.fill(partners, NONE);
        Arrays.fill(sameness, Sameness.DIFFERENT);
    }

    private static final class Search {
        private final List<ListedVersion> source;
        private final List<ListedVersion> destination;
        private final BiFunction<ListedVersion, ListedVersion, Sameness> comparison;
        private final Alignment alignment;

        private Search(
                List<ListedVersion> source,
                List<ListedVersion> destination,
                BiFunction<ListedVersion, ListedVersion, Sameness> comparison) {
            this.source = source;
            this.destination = destination;
            this.comparison = comparison;
            this.alignment = new Alignment(source.size());
        }

        private Alignment run() {
            if (isPrefix()) {
                alignment.firstNewer = destination.size();
                return alignment;
            }
            alignment.forget();
            int newest = destination.size() - 1;
            int aligned = source.size() - 1;
            while (aligned >= 0 && !isJoined(aligned, newest)) {
                aligned--;
            }
            if (aligned >= 0) {
                alignment.firstNewer = aligned + 1;
                matchDown(aligned - 1, newest - 1);
            } else {
                matchDown(source.size() - 1, newest - 1);
            }
            return alignment;
        }

        private boolean isPrefix() {
            if (destination.size() > source.size()) {
                return false;
            }
            // What the listing tells apart needs no request about the entries before it.
            for (int i = 0; i < destination.size(); i++) {
                if (VersionEquality.isListedDifferent(source.get(i), destination.get(i))) {
                    return false;
                }
            }
            for (int i = 0; i < destination.size(); i++) {
                if (!isJoined(i, i)) {
                    return false;
                }
            }
            return true;
        }

        private void matchDown(int newestOfSource, int newestOfDestination) {
            int free = newestOfDestination;
            for (int i = newestOfSource; i >= 0; i--) {
                int j = free;
                while (j >= 0 && !isJoined(i, j)) {
                    j--;
                }
                free = j >= 0 ? j - 1 : free;
            }
        }

        private boolean isJoined(int i, int j) {
            Sameness found = comparison.apply(source.get(i), destination.get(j));
            if (found.isSame()) {
                alignment.partners[i] = j;
                alignment.sameness[i] = found;
            }
            return found.isSame();
        }
    }
}
