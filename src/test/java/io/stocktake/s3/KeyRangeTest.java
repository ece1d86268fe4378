package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
    private static final String[] CHARACTERS = {"a", "b", "/", "!", " ", "%", "ü", "￮", "😀", "\u0001", "\n"};

    @Test
    void aRangeExcludesItsStartAndIncludesItsEnd() {
        KeyRange range = KeyRange.between(utf8("a"), utf8("c"));

        assertThat(range.contains(utf8("a"))).isFalse();
        assertThat(range.contains(utf8("a!"))).isTrue();
        assertThat(range.contains(utf8("c"))).isTrue();
        assertThat(range.contains(utf8("c!"))).isFalse();
        assertThat(range).hasToString("(\"a\", \"c\"]");
    }

    @Test
    void keysCompareAsUnsignedUtf8Bytes() {
        // UTF-16 would put the emoji, two surrogates, before U+FFEE.
        assertThat(KeyRange.after(utf8("z￮")).contains(utf8("z😀"))).isTrue();
        assertThat("z￮".compareTo("z😀")).isPositive();
    }

    @Test
    void cutsTileTheRangeWhateverTheyAre() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            KeyRange whole = random.nextBoolean() ? KeyRange.all() : range(random);
            List<UTF8String> cuts = IntStream.range(0, random.nextInt(8))
                    .mapToObj(i -> key(random))
                    .toList();
            List<KeyRange> ranges = whole.cutAt(cuts);
            for (int i = 0; i < 50; i++) {
                UTF8String key =
                        random.nextInt(5) == 0 && !cuts.isEmpty() ? cuts.get(random.nextInt(cuts.size())) : key(random);
                long holders =
                        ranges.stream().filter(range -> range.contains(key)).count();
                assertThat(holders)
                        .as("seed %d: ranges of %s cut at %s that hold \"%s\"", seed, whole, cuts, key)
                        .isEqualTo(whole.contains(key) ? 1 : 0);
            }
        }
    }

    @Test
    void theIntersectionHoldsWhatBothHold() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            KeyRange left = range(random);
            KeyRange right = range(random);
            for (int i = 0; i < 20; i++) {
                UTF8String key = key(random);
                assertThat(left.intersect(right).contains(key))
                        .as("seed %d: \"%s\" in %s and %s", seed, key, left, right)
                        .isEqualTo(left.contains(key) && right.contains(key));
            }
        }
    }

    @Test
    void theOrderIsThatOfTheBytes() {
        for (long seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            UTF8String left = key(random);
            UTF8String right = key(random);
            int bytes = Arrays.compareUnsigned(
                    left.toString().getBytes(StandardCharsets.UTF_8),
                    right.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(left.binaryCompare(right)))
                    .as("seed %d: \"%s\" against \"%s\"", seed, left, right)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static KeyRange range(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> KeyRange.after(key(random));
            case 1 -> KeyRange.upTo(key(random));
            default -> KeyRange.between(key(random), key(random));
        };
    }

    private static UTF8String key(SplittableRandom random) {
        StringBuilder key = new StringBuilder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            key.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return utf8(key.toString());
    }

    private static UTF8String utf8(String text) {
        return UTF8String.fromString(text);
    }
}
