package io.stocktake.s3.planning;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What was learned of the places at which keys of one form branch. The form of {@code logs/year=2024/month=} is
 * {@code xxxx/xxxx=xxxx/xxxxx=}: what one month's keys look like tells of the others. Not thread-safe while it learns.
 */
final class Branching {
    private static final Place UNKNOWN = new Place();

    private final Map<String, Place> places = new HashMap<>();

    /** What was seen at the end of prefixes of one form. */
    private static final class Place {
        private final SortedSet<Integer> seen = new TreeSet<>();
        private long single;
        private long branched;
        private long counted;
        private double logarithms;
    }

    /** The prefix before this place has one child only. */
    void single(UTF8String key, int level) {
        place(key, level).single++;
    }

    /** Every prefix of the key from one place up to another one, which is excluded, has one child only. */
    void singles(UTF8String key, int from, int to) {
        for (int level = from; level < to; level = KeyText.next(key, level)) {
            single(key, level);
        }
    }

    /** The prefix before this place has several children, these two among them. */
    void branched(UTF8String key, UTF8String other, int level) {
        Place place = place(key, level);
        place.branched++;
        see(place, KeyText.character(key, level));
        see(place, KeyText.character(other, level));
    }

    /** The prefix before this place has these children and no other. */
    void children(UTF8String key, int level, SortedSet<Integer> characters) {
        Place place = place(key, level);
        place.counted++;
        place.logarithms += Math.log(characters.size());
        characters.forEach(character -> see(place, character));
    }

    private static void see(Place place, int character) {
        if (character >= 0) {
            place.seen.add(character);
        }
    }

    /** Whether prefixes of this form are known to branch here more often than not. */
    boolean isLikely(UTF8String key, int level) {
        Place place = known(key, level);
        return place.branched > place.single;
    }

    /** Whether all children of a prefix of this form were counted, so that others may be expected to have the same. */
    boolean isCounted(UTF8String key, int level) {
        return known(key, level).counted > 0;
    }

    /** How many children a prefix of this form usually has; 1 where nobody saw it branch. */
    double children(UTF8String key, int level) {
        Place place = known(key, level);
        return place.branched == 0
                ? 1
                : Math.pow(several(key, level), (double) place.branched / (place.single + place.branched));
    }

    /** How many children a prefix of this form usually has where it branches. */
    double several(UTF8String key, int level) {
        Place place = known(key, level);
        return place.counted > 0
                ? Math.exp(place.logarithms / place.counted)
                // Between those that were seen and all of their kind, until somebody counts.
                : Math.max(
                        2,
                        Math.sqrt((double) place.seen.size()
                                * Alphabet.like(place.seen).size()));
    }

    /** The characters that may follow. */
    Alphabet alphabet(UTF8String key, int level) {
        Place place = known(key, level);
        return place.counted > 0 ? Alphabet.of(place.seen) : Alphabet.like(place.seen);
    }

    /** The same where two characters were just seen. */
    Alphabet alphabet(UTF8String first, UTF8String last, int level) {
        Place place = known(first, level);
        SortedSet<Integer> seen = new TreeSet<>(place.seen);
        for (int character : new int[] {KeyText.character(first, level), KeyText.character(last, level)}) {
            if (character >= 0) {
                seen.add(character);
            }
        }
        return place.counted > 0 ? Alphabet.of(seen) : Alphabet.like(seen);
    }

    private Place place(UTF8String key, int level) {
        return places.computeIfAbsent(form(key, level), absent -> new Place());
    }

    private Place known(UTF8String key, int level) {
        return places.getOrDefault(form(key, level), UNKNOWN);
    }

    private static String form(UTF8String key, int level) {
        StringBuilder form = new StringBuilder();
        KeyText.head(key, level)
                .toString()
                .codePoints()
                .map(character -> Character.isLetterOrDigit(character) ? 'x' : character)
                .forEach(form::appendCodePoint);
        return form.toString();
    }
}
