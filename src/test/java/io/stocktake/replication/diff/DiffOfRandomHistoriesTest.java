package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random histories of few contents, so that contents repeat, against the rules said once more in another way: a history
 * is a word, an entry a letter, {@code -} a delete marker.
 */
class DiffOfRandomHistoriesTest {
    private static final String LETTERS = "ABCD-";
    private static final int SEEDS = 3_000;

    @Test
    void everyEntryEndsAsTheRulesSay() {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String source = word(random, 6);
            String destination = random.nextInt(3) == 0 ? word(random, 6) : worn(source, random);
            int firstSourceDate = random.nextBoolean() ? 1 : 50;

            List<Difference> differences = diff(
                    DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.HISTORY)),
                    dated(source, firstSourceDate),
                    dated(destination, 21));

            assertThat(outcomes(differences))
                    .as("seed %d: source %s, destination %s", seed, source, destination)
                    .isEqualTo(model(runsAsOne(source), runsAsOne(destination), firstSourceDate > 21));
        }
    }

    @Test
    void aSecondRunCopiesNothingWhateverTheFilter() {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String source = word(random, 7);
            String destination = random.nextInt(3) == 0 ? word(random, 6) : worn(source, random);
            DiffRequest request =
                    filtered(source, random).with(random.nextBoolean() ? OnConflict.LEAVE : OnConflict.COPY_LATEST);
            String datedSource = dated(source, random.nextBoolean() ? 1 : 50);

            String after = destination + copied(diff(request, datedSource, dated(destination, 21)));

            assertThat(copied(diff(request, datedSource, dated(after, 100))))
                    .as("seed %d: source %s, destination %s, then %s", seed, source, destination, after)
                    .isEmpty();
        }
    }

    @Test
    void aRunThatWasKilledIsFinishedByTheNext() {
        for (long seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String source = word(random, 8);
            DiffRequest request = filtered(source, random);
            String whole = copied(diff(request, dated(source, 1), ""));

            String half = whole.substring(0, random.nextInt(whole.length() + 1));
            String finished = half + copied(diff(request, dated(source, 1), dated(half, 21)));

            assertThat(finished)
                    .as("seed %d: source %s, killed after %s", seed, source, half)
                    .isEqualTo(whole);
        }
    }

    /** {@code s1 EQUAL} and so on, by the rules of the reference. */
    private static List<String> model(List<Entry> source, List<Entry> destination, boolean isSourceNewer) {
        String s = word(source);
        String d = word(destination);
        if (s.isEmpty()) {
            return d.isEmpty() ? List.of() : List.of("d" + last(destination).number() + " DESTINATION_ONLY");
        }
        if (d.isEmpty()) {
            return all(source, "SOURCE_ONLY");
        }
        char newest = d.charAt(d.length() - 1);
        if (s.startsWith(d)) {
            return Stream.concat(
                            all(source.subList(0, d.length()), "EQUAL").stream(),
                            all(source.subList(d.length(), s.length()), "CHANGED").stream())
                    .toList();
        }
        int aligned = s.lastIndexOf(newest);
        if (aligned >= 0) {
            return Stream.of(
                            below(source.subList(0, aligned), d.substring(0, d.length() - 1), "NOT_INSERTABLE"),
                            List.of("s" + source.get(aligned).number() + " EQUAL"),
                            all(source.subList(aligned + 1, s.length()), "CHANGED"))
                    .flatMap(List::stream)
                    .toList();
        }
        List<String> conflict = below(source, d, "CONFLICT");
        boolean isAnyThere = conflict.stream().anyMatch(text -> text.endsWith("EQUAL"));
        if (!isAnyThere && isSourceNewer) {
            return all(source, "CHANGED");
        }
        if (conflict.stream().anyMatch(text -> text.endsWith("CONFLICT"))) {
            return conflict;
        }
        List<String> newestInConflict = new ArrayList<>(conflict.subList(0, conflict.size() - 1));
        newestInConflict.add("s" + last(source).number() + " CONFLICT");
        return newestInConflict;
    }

    /** From the newest down, each entry takes the newest equal one that is left of the destination. */
    private static List<String> below(List<Entry> source, String destination, String missing) {
        if (source.isEmpty()) {
            return List.of();
        }
        Entry newest = last(source);
        int found = destination.lastIndexOf(newest.letter());
        List<String> older = below(
                source.subList(0, source.size() - 1),
                found < 0 ? destination : destination.substring(0, found),
                missing);
        List<String> all = new ArrayList<>(older);
        all.add("s" + newest.number() + " " + (found < 0 ? missing : "EQUAL"));
        return all;
    }

    private static List<String> all(List<Entry> source, String outcome) {
        return source.stream()
                .map(entry -> "s" + entry.number() + " " + outcome)
                .toList();
    }

    private static List<String> outcomes(List<Difference> differences) {
        return differences.stream()
                .map(difference -> difference.version().versionId() + " " + difference.outcome())
                .toList();
    }

    private static Entry last(List<Entry> entries) {
        return entries.get(entries.size() - 1);
    }

    private static List<Entry> runsAsOne(String word) {
        return IntStream.range(0, word.length())
                .filter(i -> !word.startsWith("--", i))
                .mapToObj(i -> new Entry(i + 1, word.charAt(i)))
                .toList();
    }

    private static String word(List<Entry> entries) {
        return entries.stream().map(entry -> String.valueOf(entry.letter())).collect(Collectors.joining());
    }

    private static String word(SplittableRandom random, int most) {
        return random.ints(random.nextInt(most + 1), 0, LETTERS.length())
                .mapToObj(letter -> LETTERS.substring(letter, letter + 1))
                .collect(Collectors.joining());
    }

    /** What a destination of this source might be: a part of it, with an old entry before, between or after. */
    private static String worn(String source, SplittableRandom random) {
        String part = source.substring(0, random.nextInt(source.length() + 1));
        StringBuilder worn = new StringBuilder(part);
        if (random.nextBoolean() && worn.length() > 0) {
            worn.deleteCharAt(random.nextInt(worn.length()));
        }
        if (random.nextBoolean()) {
            worn.insert(random.nextInt(worn.length() + 1), LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return worn.toString();
    }

    private static String dated(String word, int first) {
        return IntStream.range(0, word.length())
                .mapToObj(i -> word.charAt(i) + "@" + (first + i))
                .collect(Collectors.joining(" "));
    }

    private static DiffRequest filtered(String source, SplittableRandom random) {
        DiffRequest request = DiffRequest.of(Rules.terms(Rules.ALL, ComparedVersions.HISTORY));
        if (random.nextBoolean()) {
            return request;
        }
        return request.with(AcceptedVersions.of(IntStream.rangeClosed(1, source.length())
                .filter(i -> random.nextInt(3) > 0)
                .mapToObj(i -> "s" + i)
                .toArray(String[]::new)));
    }

    private static List<Difference> diff(DiffRequest request, String source, String destination) {
        return new KeyComparison(request, Instant.EPOCH)
                .compare(Histories.source(source), Histories.destination(destination), new HandWrittenFacts())
                .differences();
    }

    /** The contents that a run appends, in its order. */
    private static String copied(List<Difference> differences) {
        return differences.stream()
                .filter(difference ->
                        difference.outcome() == Outcome.SOURCE_ONLY || difference.outcome() == Outcome.CHANGED)
                .map(difference -> difference.version().isDeleteMarker()
                        ? "-"
                        : String.valueOf((char) difference.version().size()))
                .collect(Collectors.joining());
    }

    private record Entry(int number, char letter) {}
}
