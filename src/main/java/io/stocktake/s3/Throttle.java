package io.stocktake.s3;

import java.util.concurrent.TimeUnit;

/**
 * Holds requests and bytes to a {@link Pace}: who takes from it waits until the pace allows it. What was not taken within
 * a tenth of a second is lost, so that no burst follows a pause. Thread-safe.
 */
public final class Throttle {
    private final Meter requests;
    private final Meter bytes;

    /** A throttle that nothing was taken from yet. */
    public Throttle(Pace pace) {
        this.requests = new Meter(pace.requestsPerSecond());
        this.bytes = new Meter(pace.bytesPerSecond());
    }

    /** Waits until one more request may be sent. */
    public void takeRequest() {
        requests.take(1);
    }

    /**
     * Waits until so many more bytes may pass.
     *
     * @param number of bytes; what is more than a second's worth holds up the next taker, not this one
     */
    public void takeBytes(long number) {
        bytes.take(number);
    }

    /** Grants in the order of arrival: each take begins when those before it are paid for. */
    private static final class Meter {
        private static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);

        private final double perSecond;
        private long paidUntil = System.nanoTime();

        private Meter(double perSecond) {
            this.perSecond = perSecond;
        }

        private void take(long number) {
            if (perSecond == Double.POSITIVE_INFINITY) {
                return;
            }
            long begins = reserve((long) (number / perSecond * TimeUnit.SECONDS.toNanos(1)));
            long wait = begins - System.nanoTime();
            if (wait > 0) {
                try {
                    TimeUnit.NANOSECONDS.sleep(wait);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw new StoreException("Cannot wait for the pace of the run: the task was stopped", stopped);
                }
            }
        }

        private synchronized long reserve(long cost) {
            long begins = Math.max(paidUntil, System.nanoTime() - BURST);
            paidUntil = begins + cost;
            return begins;
        }
    }
}
