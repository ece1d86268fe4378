package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestRateTest {
    private final VirtualTime time = new VirtualTime(0);
    private final RequestRate rate = new RequestRate("virtual", time);
    private final SplittableRandom random = new SplittableRandom(5);

    @AfterEach
    void clearInterruption() {
        Thread.interrupted();
    }

    @Test
    void aStoreThatTakesEverythingIsNotHeldBack() throws Exception {
        assertThat(run(30, 5000, () -> true)).isEqualTo(new Count(150_000, 0));
        assertThat(rate.perSecond()).isInfinite();
        assertThat(rate.falls()).isZero();
        assertThat(time.secondsSlept()).isZero();
    }

    @Test
    void aStoreThatTakesFiveHundredASecondGetsHardlyMore() throws Exception {
        BooleanSupplier store = takes(500);
        run(20, 5000, store);

        Count settled = run(60, 5000, store);

        assertThat(settled.accepted()).isBetween(60 * 440, 60 * 501);
        assertThat(settled.refused()).isLessThan(settled.accepted() / 10);
        assertThat(rate.perSecond()).isBetween(400.0, 650.0);
    }

    @Test
    void aStoreThatTakesNothingIsAskedOnceASecond() throws Exception {
        run(20, 5000, () -> false);

        assertThat(run(60, 5000, () -> false).refused()).isBetween(55, 65);
        assertThat(rate.perSecond()).isEqualTo(1);
    }

    @Test
    void theRateComesBackWithinAMinute() throws Exception {
        run(20, 5000, () -> false);

        assertThat(run(10, 5000, () -> true).accepted()).isGreaterThan(1000);
        assertThat(run(40, 5000, () -> true).accepted()).isGreaterThan(100_000);
        run(20, 5000, () -> true);
        assertThat(rate.perSecond()).isInfinite();
        assertThat(run(1, 5000, () -> true)).isEqualTo(new Count(5000, 0));
    }

    @Test
    void refusalsOfThreeInTenSlowDownButNeverToAHalt() throws Exception {
        run(20, 5000, () -> random.nextDouble() >= 0.3);

        assertThat(run(100, 5000, () -> random.nextDouble() >= 0.3).accepted()).isBetween(1000, 10_000);
    }

    @Test
    void refusalsOfThreeInAHundredHoldNothingUp() throws Exception {
        run(60, 5000, () -> random.nextDouble() >= 0.03);

        assertThat(run(60, 5000, () -> random.nextDouble() >= 0.03).accepted()).isGreaterThan(60 * 2500);
    }

    @Test
    void aRateThatNobodyUsesDoesNotGrow() throws Exception {
        run(10, 100, () -> random.nextDouble() >= 0.5);

        run(50, 10, () -> true);

        assertThat(rate.perSecond()).isLessThan(100);
    }

    @Test
    void aHalfSecondWithRefusalsHalvesTheRateAtTheMost() throws Exception {
        for (int second = 0; second < 4; second++) {
            run(1, 1000, () -> true);
        }
        run(0.5, 1000, () -> false);
        run(0.01, 1000, () -> false);

        assertThat(rate.falls()).isEqualTo(1);
        assertThat(rate.perSecond()).isBetween(450.0, 520.0);
    }

    @Test
    void allThreadsTogetherKeepToTheRate() throws Exception {
        run(20, 1000, () -> false);
        double before = time.secondsSlept();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> takers = new ArrayList<>();
            for (int thread = 0; thread < 16; thread++) {
                takers.add(threads.submit(() -> {
                    for (int request = 0; request < 20; request++) {
                        rate.take();
                        rate.refused();
                    }
                    return null;
                }));
            }
            for (Future<?> taker : takers) {
                taker.get();
            }
        } finally {
            threads.shutdownNow();
        }

        // 320 requests at one a second.
        assertThat(time.secondsSlept() - before).isBetween(318.0, 321.0);
    }

    @Test
    void whoIsStoppedWhileWaitingLeavesTheTurnToTheNext() throws Exception {
        run(20, 1000, () -> false);
        Thread.currentThread().interrupt();

        assertThatThrownBy(rate::take).isInstanceOf(InterruptedException.class);
        rate.take();

        assertThat(rate.perSecond()).isEqualTo(1);
    }

    private record Count(int accepted, int refused) {}

    /** What a store does with so many requests a second, as far as the rate lets them go, in so many seconds. */
    private Count run(double seconds, double perSecond, BooleanSupplier store) throws InterruptedException {
        long end = time.nanoseconds() + (long) (seconds * 1e9);
        int accepted = 0;
        int refused = 0;
        while (end - time.nanoseconds() > 0) {
            rate.take();
            if (store.getAsBoolean()) {
                rate.accepted();
                accepted++;
            } else {
                rate.refused();
                refused++;
            }
            time.pass((long) (1e9 / perSecond));
        }
        return new Count(accepted, refused);
    }

    /** A store with a budget of so many requests a second, a tenth of which may be spent at once. */
    private BooleanSupplier takes(double perSecond) {
        double[] budget = {perSecond / 10};
        long[] at = {time.nanoseconds()};
        return () -> {
            long now = time.nanoseconds();
            budget[0] = Math.min(perSecond / 10, budget[0] + (now - at[0]) / 1e9 * perSecond);
            at[0] = now;
            if (budget[0] < 1) {
                return false;
            }
            budget[0]--;
            return true;
        };
    }
}
