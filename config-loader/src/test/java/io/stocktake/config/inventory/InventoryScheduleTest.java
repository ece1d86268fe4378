package io.stocktake.config.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryScheduleTest {

    /** A Wednesday. The Sunday before it is 2026-11-15. */
    private static final Instant WEDNESDAY_NOON = Instant.parse("2026-11-18T12:00:00Z");

    @Test
    void theFirstReportIsDueAtOnce() {
        assertThat(isDue(Frequency.DAILY, Optional.empty(), WEDNESDAY_NOON)).isTrue();
        assertThat(isDue(Frequency.WEEKLY, Optional.empty(), WEDNESDAY_NOON)).isTrue();
    }

    @Test
    void aDailyReportIsDueOnceAUtcDate() {
        assertThat(isDue(Frequency.DAILY, at("2026-11-17T23:59:59.999Z"), WEDNESDAY_NOON))
                .isTrue();
        assertThat(isDue(Frequency.DAILY, at("2026-11-18T00:00:00Z"), WEDNESDAY_NOON))
                .isFalse();
        assertThat(isDue(Frequency.DAILY, at("2026-11-18T00:00:00Z"), Instant.parse("2026-11-19T00:00:00Z")))
                .isTrue();
    }

    @Test
    void aWeeklyReportIsDueOnceSinceSundayMidnightUtc() {
        assertThat(isDue(Frequency.WEEKLY, at("2026-11-14T23:59:59.999Z"), WEDNESDAY_NOON))
                .isTrue();
        assertThat(isDue(Frequency.WEEKLY, at("2026-11-15T00:00:00Z"), WEDNESDAY_NOON))
                .isFalse();
        assertThat(isDue(Frequency.WEEKLY, at("2026-11-18T12:00:00Z"), Instant.parse("2026-11-21T23:59:59Z")))
                .isFalse();
        assertThat(isDue(Frequency.WEEKLY, at("2026-11-18T12:00:00Z"), Instant.parse("2026-11-22T00:00:00Z")))
                .isTrue();
    }

    @Test
    void aReportFromAClockAheadOfOursIsNotRepeated() {
        assertThat(isDue(Frequency.DAILY, at("2026-11-19T00:00:01Z"), WEDNESDAY_NOON))
                .isFalse();
    }

    @Test
    void aDisabledConfigurationIsNeverDue() {
        assertThat(InventorySchedule.isDue(configuration(false, Frequency.DAILY), Optional.empty(), WEDNESDAY_NOON))
                .isFalse();
    }

    private static Optional<Instant> at(String instant) {
        return Optional.of(Instant.parse(instant));
    }

    private static boolean isDue(Frequency frequency, Optional<Instant> last, Instant now) {
        return InventorySchedule.isDue(configuration(true, frequency), last, now);
    }

    private static InventoryConfiguration configuration(boolean isEnabled, Frequency frequency) {
        return new InventoryConfiguration(
                "weekly",
                isEnabled,
                new InventoryDestination(
                        "arn:aws:s3:::reports",
                        Optional.empty(),
                        ReportFormat.ORC,
                        Optional.empty(),
                        new ReportEncryption.Unspecified()),
                IncludedObjectVersions.CURRENT,
                Optional.empty(),
                List.of(),
                frequency);
    }
}
