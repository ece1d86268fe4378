package io.stocktake.s3.planning;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What was learned of the places at which keys of one form branch. The form of {@code logs/year=2024/month=1} is
 * {@code x/x=x/x=x}: what one month's keys look like tells of the others. Not thread-safe while it learns.
 */
final class Branching {
    private static final Place UNKNOWN = new Place();

    private final Map<String, Place> places = new HashMap<>();

    /** What was seen at the end of prefixes of one form; means are geometric, since few places branch into very many. */
    private static final class Place {
        private final SortedSet<Integer> seen = new TreeSet<>();
        private long single;
        private long branched;
        private long counted;
        private double logarithms;
        private final SortedSet<Integer> expected = new TreeSet<>();
        private long sounded;
        private double soundedLogarithms;
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

    /** The prefix before this place was sounded. */
    void sounded(UTF8String key, int level, Sounding sounding) {
        Place place = place(key, level);
        place.sounded++;
        place.soundedLogarithms += Math.log(sounding.children());
        place.expected.addAll(sounding.characters());
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

    /** Whether it is known which characters may follow prefixes of this form. */
    boolean isKnown(UTF8String key, int level) {
        Place place = known(key, level);
        return place.counted > 0 || place.sounded > 0;
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
        if (place.counted > 0) {
            return Math.exp(place.logarithms / place.counted);
        }
        if (place.sounded > 0) {
            return Math.exp(place.soundedLogarithms / place.sounded);
        }
        // Between those that were seen and all of their kind, until somebody counts.
        return Math.max(
                2,
                Math.sqrt((double) place.seen.size() * Alphabet.like(place.seen).size()));
    }

    /** The characters that may follow. */
    Alphabet alphabet(UTF8String key, int level) {
        return alphabet(known(key, level), new TreeSet<>());
    }

    /** The same where two characters were just seen. */
    Alphabet alphabet(UTF8String first, UTF8String last, int level) {
        Place place = known(first, level);
        SortedSet<Integer> seen = new TreeSet<>();
        for (int character : new int[] {KeyText.character(first, level), KeyText.character(last, level)}) {
            if (character >= 0) {
                seen.add(character);
            }
        }
        return alphabet(place, seen);
    }

    private static Alphabet alphabet(Place place, SortedSet<Integer> others) {
        others.addAll(place.seen);
        if (place.counted > 0) {
            return Alphabet.of(others);
        }
        if (place.sounded > 0) {
            others.addAll(place.expected);
            return Alphabet.of(others);
        }
        return Alphabet.like(others);
    }

    private Place place(UTF8String key, int level) {
        return places.computeIfAbsent(form(key, level), absent -> new Place());
    }

    private Place known(UTF8String key, int level) {
        return places.getOrDefault(form(key, level), UNKNOWN);
    }

    /** What is before the last delimiter counts without its length: users have names, and numbers grow. */
    private static String form(UTF8String key, int level) {
        StringBuilder form = new StringBuilder();
        int word = 0;
        int[] characters = KeyText.head(key, level).toString().codePoints().toArray();
        for (int character : characters) {
            if (KeyText.isOfName(character)) {
                word++;
            } else {
                form.append(word > 0 ? "x" : "").appendCodePoint(character);
                word = 0;
            }
        }
        return form.append("x".repeat(word)).toString();
    }
}
