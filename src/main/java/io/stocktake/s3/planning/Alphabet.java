package io.stocktake.s3.planning;

import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * The characters that may stand at a place of keys, ascending: those that were seen, or while not all of them can have
 * been seen, those of their kind.
 */
final class Alphabet {
    private static final String DIGITS = "0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String HEXADECIMAL = DIGITS + "abcdef";

    private static final String[] KINDS = {
        DIGITS, HEXADECIMAL, DIGITS + "ABCDEF", LOWER, UPPER, DIGITS + LOWER, DIGITS + UPPER, DIGITS + UPPER + LOWER
    };

    private final int[] characters;

    private Alphabet(int[] characters) {
        this.characters = characters;
    }

    /** Just these characters. */
    static Alphabet of(SortedSet<Integer> seen) {
        return new Alphabet(seen.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The smallest usual alphabet that has all of them; where there is none, they are all there is. */
    static Alphabet like(SortedSet<Integer> seen) {
        for (String kind : KINDS) {
            if (seen.stream().allMatch(character -> kind.indexOf(character) >= 0)) {
                return new Alphabet(kind.chars().toArray());
            }
        }
        return of(seen);
    }

    int size() {
        return characters.length;
    }

    IntStream characters() {
        return IntStream.of(characters);
    }

    /** How many of the characters are smaller than this one; none is smaller than the end of a key, -1. */
    int rank(int character) {
        int rank = 0;
        while (rank < characters.length && characters[rank] < character) {
            rank++;
        }
        return rank;
    }
}
