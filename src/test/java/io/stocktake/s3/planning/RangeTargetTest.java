package io.stocktake.s3.planning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RangeTargetTest {
    @Test
    void aSmallBucketHasNoRangesOfAFewPages() {
        RangeTarget target = RangeTarget.forSlots(32);

        assertThat(target.of(0)).isEqualTo(1);
        assertThat(target.of(19)).isEqualTo(1);
        assertThat(target.of(200)).isEqualTo(20);
    }

    @Test
    void eachSlotTakesTwoRangesOfABucketThatIsWorthIt() {
        assertThat(RangeTarget.forSlots(32).of(1_000)).isEqualTo(64);
        assertThat(RangeTarget.forSlots(32).of(4_000)).isEqualTo(64);
    }

    @Test
    void aLargeBucketHasAMultipleOfTheSlots() {
        RangeTarget target = RangeTarget.forSlots(32);

        assertThat(target.of(10_000)).isEqualTo(128);
        assertThat(target.ofKnown(10_000)).isEqualTo(288);
    }

    @Test
    void noBucketHasMoreThanSparkLikesButManySlots() {
        assertThat(RangeTarget.forSlots(32).of(1e9)).isEqualTo(4_000);
        assertThat(RangeTarget.forSlots(5_000).of(1e9)).isEqualTo(10_000);
    }

    @Test
    void whoAsksForANumberGetsIt() {
        assertThat(RangeTarget.exactly(7).of(3)).isEqualTo(7);
        assertThat(RangeTarget.exactly(7).ofKnown(1e9)).isEqualTo(7);
    }
}
