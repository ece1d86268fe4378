package io.stocktake.config.inventory;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * When a configuration is due.
 *
 * <p>S3 makes the first report at once, weekly ones on Sundays after it, and counts days in UTC.
 */
public final class InventorySchedule {

    private InventorySchedule() {}

    /**
     * Whether {@code configuration} is due at {@code now}.
     *
     * <p>Daily: no complete report was started on this UTC date. Weekly: none since the last Sunday 00:00 UTC, a Sunday
     * itself included. A disabled configuration is never due.
     *
     * @param lastCompleteReportStart when the scan of the newest complete report in the destination began; empty where
     *     there is none
     */
    public static boolean isDue(
            InventoryConfiguration configuration, Optional<Instant> lastCompleteReportStart, Instant now) {
        if (!configuration.isEnabled()) {
            return false;
        }
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate periodStart =
                switch (configuration.frequency()) {
                    case DAILY -> today;
                    case WEEKLY -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
                };
        Instant since = periodStart.atStartOfDay(ZoneOffset.UTC).toInstant();
        return lastCompleteReportStart.map(start -> start.isBefore(since)).orElse(true);
    }
}
