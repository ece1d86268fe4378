package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CutsTest {
    private static final RunId RUN = new RunId("0123456789ab");
    private static final Instant STARTED = Instant.parse("2026-11-21T22:29:00Z");

    @Test
    void whatIsWrittenIsReadOddKeysIncluded() {
        Cuts cuts = of(new Cut("nl\nx \"q\" 😀", 3), new Cut("z", 4));

        assertThat(Cuts.fromJson(cuts.toJson(), "cuts.json")).isEqualTo(cuts);
    }

    @Test
    void whereNothingIsSaidOfTasksThereMayHaveBeenOne() {
        assertThat(Cuts.fromJson("""
                        {"run":"0123456789ab","started":"2026-11-21T22:29:00Z","rows":3,"bytes":9,"cuts":[{"key":"a","rows":3}]}
                        """, "cuts.json"))
                .isEqualTo(new Cuts(RUN, STARTED, 3, 9, 1, List.of(new Cut("a", 3))));
    }

    @Test
    void whatIsNoCutsIsNamed() {
        assertThatThrownBy(() -> Cuts.fromJson("{}", "a/cuts.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot read the cuts \"a/cuts.json\": ");
    }

    @Test
    void theLastKeyIsNoCutAndAnEmptyReportHasNone() {
        assertThat(of().evenly(8)).isEmpty();
        assertThat(of(new Cut("z", 10)).evenly(8)).isEmpty();
        assertThat(of(new Cut("a", 5), new Cut("b", 5), new Cut("c", 5), new Cut("d", 5))
                        .evenly(2))
                .containsExactly("b");
        assertThat(of(new Cut("a", 5), new Cut("b", 5)).evenly(1)).isEmpty();
    }

    @Test
    void noRangeIsLargerThanItsShareAndTheStepsOfTwoCuts() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Cut> cuts = new ArrayList<>();
            long largestStep = 0;
            for (int i = random.nextInt(1, 200); i > 0; i--) {
                cuts.add(new Cut("%04d".formatted(cuts.size()), random.nextLong(1, 1_000)));
                largestStep = Math.max(largestStep, cuts.get(cuts.size() - 1).rows());
            }
            Cuts all = of(cuts.toArray(Cut[]::new));
            int ranges = random.nextInt(1, 40);

            List<String> keys = all.evenly(ranges);

            assertThat(keys)
                    .as("seed %d", seed)
                    .hasSizeLessThan(ranges)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(largestRange(cuts, keys))
                    .as("seed %d: the largest of %d ranges over %d rows", seed, ranges, all.rows())
                    .isLessThanOrEqualTo(all.rows() / ranges + ranges + 2 * largestStep);
        }
    }

    private static long largestRange(List<Cut> cuts, List<String> keys) {
        long largest = 0;
        long current = 0;
        for (Cut cut : cuts) {
            current += cut.rows();
            largest = Math.max(largest, current);
            if (keys.contains(cut.key())) {
                current = 0;
            }
        }
        return largest;
    }

    private static Cuts of(Cut... cuts) {
        long rows = List.of(cuts).stream().mapToLong(Cut::rows).sum();
        return new Cuts(RUN, STARTED, rows, 0, 2, List.of(cuts));
    }
}
