package io.stocktake.config.stores;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, or ISO 8601's {@code PT10S}. */
public final class DurationText {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Duration LONGEST = Duration.ofDays(1);

    private DurationText() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException saying what is taken
     */
    public static Duration parse(String text) {
        Duration duration = read(text);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a length of time here is above zero and at most a day");
        }
        return duration;
    }

    private static Duration read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException notIso) {
            throw new IllegalArgumentException("a length of time is written 500ms, 10s, 2m, 1h or PT10S", notIso);
        }
    }
}
