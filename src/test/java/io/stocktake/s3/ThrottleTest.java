package io.stocktake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    @Test
    void bytesThatWereTakenArePaidForBeforeTheNextPass() {
        Throttle throttle = new Throttle(new Pace(Double.POSITIVE_INFINITY, 1_000));
        long began = System.nanoTime();
        throttle.takeBytes(600);
        throttle.takeBytes(1);
        // 600 bytes at 1,000 a second are 600 ms, of which 100 were saved up.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    }

    @Test
    void requestsAreHeldApart() {
        Throttle throttle = new Throttle(new Pace(20, Double.POSITIVE_INFINITY));
        long began = System.nanoTime();
        for (int request = 0; request < 10; request++) {
            throttle.takeRequest();
        }
        // Nine pauses of 50 ms, two of which were saved up.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(340));
    }

    @Test
    void aPaceIsDividedAmongProcesses() {
        assertThat(new Pace(100, 1_000_000).dividedAmong(4)).isEqualTo(new Pace(25, 250_000));
        assertThat(Pace.UNLIMITED.dividedAmong(4)).isEqualTo(Pace.UNLIMITED);
    }

    @Test
    void aPaceOfNothingIsRefused() {
        assertThatThrownBy(() -> new Pace(0, 1))
                .hasMessage("Cannot go at a pace of \"0.0\" requests and \"1.0\" bytes a second: both are above 0");
    }
}
