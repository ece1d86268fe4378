package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Progress PROGRESS =
            new Progress("inventory photos/weekly", 1_234_567, 45_678, 1_260, 3, Duration.ofSeconds(27));

    private static final String LINE =
            "inventory photos/weekly: 1,234,567 objects, 45,678/s, 1,260 requests, 3 retries, 0:27";

    @Test
    void aLineSaysWhatHasBeenReadAndHowFast() {
        assertThat(PROGRESS.line()).isEqualTo(LINE);
        assertThat(new Progress("x", 1, 0, 1, 1, Duration.ZERO).line())
                .isEqualTo("x: 1 object, 0/s, 1 request, 1 retry, 0:00");
    }

    @Test
    void outsideATerminalEveryReportIsALine() {
        assertThat(ProgressReporter.text(PROGRESS, Terminal.none())).isEqualTo(LINE + "\n");
    }

    @Test
    void onATerminalAReportOverwritesTheOneBefore() {
        assertThat(ProgressReporter.text(PROGRESS, terminal(120))).isEqualTo("\r\u001b[K" + LINE);
    }

    @Test
    void onANarrowTerminalTheNameIsShortenedAndNotTheNumbers() {
        assertThat(ProgressReporter.text(PROGRESS, terminal(80)))
                .isEqualTo("\r\u001b[K"
                        + "inventory photos…: 1,234,567 objects, 45,678/s, 1,260 requests, 3 retries, 0:27");
        assertThat(ProgressReporter.text(PROGRESS, terminal(40)).substring(4))
                .hasSize(39)
                .startsWith("…: 1,234,567 ");
    }

    @Test
    void theRateIsThatOfTheLastTenSeconds() {
        ProgressRate rate = new ProgressRate();
        assertThat(rate.at(Duration.ofSeconds(1), 1_000)).isEqualTo(1_000);
        assertThat(rate.at(Duration.ofSeconds(2), 4_000)).isEqualTo(2_000);
        assertThat(rate.at(Duration.ofSeconds(12), 4_000)).isZero();
        assertThat(rate.at(Duration.ofSeconds(13), 9_000)).isEqualTo(454);
    }

    @Test
    void theRateIsZeroWhereNoTimeHasPassedOrATaskHasFailed() {
        ProgressRate rate = new ProgressRate();
        assertThat(rate.at(Duration.ZERO, 5)).isZero();
        rate.at(Duration.ofSeconds(1), 100);
        assertThat(rate.at(Duration.ofSeconds(20), 50)).isZero();
    }

    private static Terminal terminal(int columns) {
        return new Terminal(OptionalInt.of(columns));
    }
}
