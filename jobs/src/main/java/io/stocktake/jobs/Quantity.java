package io.stocktake.jobs;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Quantity {
    private static final String[] BINARY_UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Quantity() {}

    /** {@code 1,234,567}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 999 bytes}, {@code 1.5 KiB}, {@code 12.0 GiB}. */
    static String bytes(long number) {
        double value = number;
        int unit = 0;
        while (value >= 1024 && unit < BINARY_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0
                ? count(number) + (number == 1 ? " byte" : " bytes")
                : String.format(Locale.ROOT, "%.1f %s", value, BINARY_UNITS[unit]);
    }

    /** {@code 27.4}: seconds, to a tenth. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%,.1f", duration.toMillis() / 1000.0);
    }

    /** {@code 0:27}, {@code 12:05}, {@code 1:02:03}. */
    static String clock(Duration duration) {
        long hours = duration.toHours();
        return hours == 0
                ? String.format(Locale.ROOT, "%d:%02d", duration.toMinutesPart(), duration.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d:%02d", hours, duration.toMinutesPart(), duration.toSecondsPart());
    }

    /** {@code 1 object}, {@code 2 objects}: the plural has an s. */
    static String of(long number, String singular) {
        return count(number) + " " + singular + (number == 1 ? "" : "s");
    }
}
