package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RequestsInFlightTest {
    private static final int MOST = 384;

    private final VirtualTime time = new VirtualTime(0);
    private final RequestRate rate = new RequestRate("virtual", time);
    private final RequestsInFlight inFlight = new RequestsInFlight(rate, time, MOST);

    @Test
    void aDistantStoreIsAskedAsMuchAsTheConnectionsAllow() {
        // 100 ms each, as many beside each other as one likes.
        answer(40, requests -> requests / 0.1);

        // A trial of fewer may be under way.
        assertThat(inFlight.limit()).isBetween(MOST * 2 / 3, MOST);
    }

    @Test
    void moreAreNotSentThanAreAnsweredFaster() {
        // 10 ms each, but not more than 10,000 a second: 100 in flight are enough.
        IntToDoubleFunction store = requests -> Math.min(requests / 0.01, 10_000);
        answer(40, store);

        assertThat(inFlight.limit()).isBetween(80, 170);
        answer(1, store);
        assertThat(store.applyAsDouble(inFlight.limit())).isGreaterThan(8_000);
    }

    @Test
    void aStoreThatIsSlowerTheMoreItIsAskedGetsFewer() {
        // Past 8 requests at once it thrashes.
        answer(60, requests -> requests <= 8 ? requests / 0.01 : 800 - 4.0 * (requests - 8));

        assertThat(inFlight.limit()).isLessThan(20);
    }

    @Test
    void aStoreThatBecomesDistantIsAskedMore() {
        answer(20, requests -> Math.min(requests / 0.001, 4_000));
        assertThat(inFlight.limit()).isLessThan(40);

        answer(120, requests -> requests / 0.05);
        assertThat(inFlight.limit()).isGreaterThan(250);
    }

    @Test
    void aStoreThatAsksToSlowDownGetsHalfAsManyAndNoMoreUntilItIsOver() {
        answer(40, requests -> requests / 0.1);
        rate.refused();
        time.pass(TimeUnit.MILLISECONDS.toNanos(600));
        rate.accepted();
        assertThat(rate.falls()).isEqualTo(1);

        answer(30, requests -> requests / 0.1);
        assertThat(inFlight.limit()).isEqualTo(MOST / 2);

        time.pass(TimeUnit.MINUTES.toNanos(1));
        rate.accepted();
        answer(60, requests -> requests / 0.1);
        // A trial of fewer may be under way.
        assertThat(inFlight.limit()).isBetween(MOST * 2 / 3, MOST);
    }

    @Test
    void allWindowsShareTheRequestsAndEachHasOne() {
        assertThat(inFlight.ofEachWindow()).isEqualTo(32);
        for (int window = 0; window < 5; window++) {
            inFlight.open();
        }
        assertThat(inFlight.ofEachWindow()).isEqualTo(7);
        for (int window = 5; window < 100; window++) {
            inFlight.open();
        }
        assertThat(inFlight.ofEachWindow()).isEqualTo(1);
        for (int window = 0; window < 99; window++) {
            inFlight.close();
        }
        assertThat(inFlight.ofEachWindow()).isEqualTo(32);
    }

    /** Answers for so many seconds, at the rate that the store has with so many requests in flight. */
    private void answer(double seconds, IntToDoubleFunction perSecond) {
        long end = time.nanoseconds() + (long) (seconds * 1e9);
        while (end - time.nanoseconds() > 0) {
            time.pass((long) (1e9 / perSecond.applyAsDouble(inFlight.limit())));
            inFlight.answered();
        }
    }
}
