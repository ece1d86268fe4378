package io.stocktake.s3.planning;

import io.stocktake.s3.PageProbe.Answer;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds which kinds of characters stand at a place of keys, without a walk over all of them: the page behind {@code p9}
 * tells whether {@code p} goes on with letters, and with which one they begin.
 *
 * @param characters those that may stand there
 * @param children how many of them are likely to
 */
record Sounding(Set<Integer> characters, double children) {
    /** Halves of the usual kinds: few prefixes go on with 0 and 7 and with nothing between. */
    private static final String[] GROUPS = {
        "01234", "56789", "ABCDEF", "GHIJKLMNOPQRSTUVWXYZ", "abcdef", "ghijklmnopqrstuvwxyz"
    };

    /** Asks for what is likely to be wanted first, so that several places can be sounded side by side. */
    static void expect(Probes probes, UTF8String key, int level) {
        int character = KeyText.character(key, level);
        for (String group : GROUPS) {
            if (Character.isDigit(character) && Character.isDigit(group.charAt(0)) && group.charAt(4) >= character) {
                probes.expect(behind(key, level, group, 1));
            }
        }
    }

    /** Sounds a place; empty if the probes are spent before it is known. */
    static Optional<Sounding> of(Probes probes, UTF8String key, int level) {
        UTF8String parent = KeyText.head(key, level);
        Set<Integer> characters = new TreeSet<>();
        double children = 0;
        int character = KeyText.character(key, level);
        while (character >= 0) {
            String group = group(character);
            group.codePoints().forEach(characters::add);
            // Where its first ones are missing, others are likely to be.
            double size = (double) group.codePointCount(0, group.length()) / (1 + group.indexOf(character));
            UTF8String end = behind(key, level, group, 1);
            if (!CutPoints.isSafe(end) || probes.isSpent(end)) {
                return Optional.empty();
            }
            Optional<Answer> next = probes.after(end);
            if (next.isPresent() && next.get().first().startsWith(parent)) {
                int found = KeyText.character(next.get().first(), level);
                if (found <= character) {
                    return Optional.empty();
                }
                character = found;
                children += size;
            } else {
                character = -1;
                children += size > 1 && !hasLast(probes, key, level, group) ? Math.sqrt(size) : size;
            }
        }
        return Optional.of(new Sounding(characters, Math.max(2, children)));
    }

    /** Hashes go on to the last character of the last group, numbers that grow seldom do. */
    private static boolean hasLast(Probes probes, UTF8String key, int level, String group) {
        UTF8String beforeLast = behind(key, level, group, 2);
        if (probes.isSpent(beforeLast)) {
            return false;
        }
        Optional<Answer> last = probes.after(beforeLast);
        return last.isPresent() && last.get().first().startsWith(KeyText.head(key, level));
    }

    /** The characters that are likely to be there if this one is. */
    private static String group(int character) {
        for (String group : GROUPS) {
            if (group.indexOf(character) >= 0) {
                return group;
            }
        }
        return Character.toString(character);
    }

    /** Behind all keys that go on with the group's characters, or all but the last ones. */
    private static UTF8String behind(UTF8String key, int level, String group, int fromEnd) {
        String last = Character.toString(group.codePointAt(group.offsetByCodePoints(group.length(), -fromEnd)));
        return KeyText.behind(UTF8String.concat(KeyText.head(key, level), UTF8String.fromString(last)));
    }
}
