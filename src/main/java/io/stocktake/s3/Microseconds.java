package io.stocktake.s3;

import java.time.DateTimeException;
import java.time.Instant;

/** Dates as Spark and the report formats keep them: microseconds since 1970-01-01T00:00:00Z. */
public final class Microseconds {
    private static final long A_SECOND = 1_000_000;

    private Microseconds() {}

    /**
     * The microseconds of an instant. {@code ChronoUnit.MICROS.between} counts nanoseconds on its way, and so fails from
     * the year 2262 on, which is no more than a long retention.
     *
     * @throws DateTimeException for an instant beyond the year 294,000
     */
    public static long of(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), A_SECOND), instant.getNano() / 1000);
        } catch (ArithmeticException tooFar) {
            throw new DateTimeException("Cannot tell microseconds: " + instant + " is too far away", tooFar);
        }
    }
}
