package io.stocktake.s3;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many requests a second a store takes from this process: as many as are sent, until it asks to slow down. All who use
 * a connection share its rate. Thread-safe.
 *
 * <p>After each half second with refusals the rate falls to what was accepted in it, at most by half, and it grows again
 * with what is accepted: by 20 a second and a tenth of itself each second. A store that takes a number of requests a second
 * is so held at that number, with one request in twenty refused; where fewer are refused than that, whatever the rate, it
 * goes on growing. After a minute without a refusal there is no limit any more.
 *
 * <p>The SDK's adaptive strategy lowers its rate by a third with every refused answer, of which there are as many at once
 * as there are requests in flight: two hundred threads of an executor then share half a request a second.
 */
final class RequestRate {
    /** The time that the rate is counted in. Thread-safe. */
    interface Time {
        /** Goes by without jumps; only differences mean anything. */
        long nanoseconds();

        void sleep(long nanoseconds) throws InterruptedException;

        /** That of this machine. */
        static Time ofThisMachine() {
            return new Time() {
                @Override
                public long nanoseconds() {
                    return System.nanoTime();
                }

                @Override
                public void sleep(long nanoseconds) throws InterruptedException {
                    TimeUnit.NANOSECONDS.sleep(nanoseconds);
                }
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RequestRate.class);

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CALM = TimeUnit.MINUTES.toNanos(1);

    /** Who waits looks this often whether the rate has changed. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(100);

    private static final double LEAST = 1;
    private static final double LARGEST_FALL = 0.5;
    private static final double ADDED_PER_SECOND = 20;
    private static final double GROWTH_PER_SECOND = 0.1;

    /** Seconds' worth of requests that may go at once after a pause, since no sleep is exact. */
    private static final double BURST = 0.05;

    private final String store;
    private final Time time;
    private final Semaphore gate = new Semaphore(1, true);
    private volatile boolean isLimited;
    private volatile long acceptedAt;
    private double rate = Double.POSITIVE_INFINITY;
    private double saved;
    private long refilledAt;
    private long windowStart;
    private int accepted;
    private int refused;
    private long refusedAt;
    private long falls;

    /**
     * A rate without a limit.
     *
     * @param store its name, for the log
     */
    RequestRate(String store, Time time) {
        this.store = store;
        this.time = time;
        this.windowStart = time.nanoseconds();
        this.acceptedAt = windowStart;
    }

    /** Waits until one more request may be sent; the longest waiting goes first. */
    void take() throws InterruptedException {
        if (!isLimited) {
            return;
        }
        gate.acquire();
        try {
            for (long wait = reserve(); wait > 0; wait = reserve()) {
                time.sleep(Math.min(wait, LOOK));
            }
        } finally {
            gate.release();
        }
    }

    /** The store did what it was asked, or refused it for a reason that has nothing to do with the rate. */
    synchronized void accepted() {
        long now = time.nanoseconds();
        turn(now);
        accepted++;
        acceptedAt = now;
    }

    /** The store asked to slow down. */
    synchronized void refused() {
        long now = time.nanoseconds();
        turn(now);
        refused++;
        refusedAt = now;
    }

    /** When the store last accepted a request, or this was made, in the nanoseconds of its time. */
    long acceptedAt() {
        return acceptedAt;
    }

    /** Requests a second at present; infinite where there is no limit. */
    synchronized double perSecond() {
        return rate;
    }

    /** How often the rate was lowered. */
    synchronized long falls() {
        return falls;
    }

    private synchronized long reserve() {
        long now = time.nanoseconds();
        turn(now);
        if (!isLimited) {
            return 0;
        }
        saved = Math.min(Math.max(1, rate * BURST), saved + (now - refilledAt) / SECOND * rate);
        refilledAt = now;
        if (saved >= 1) {
            saved--;
            return 0;
        }
        return Math.max(1, (long) Math.ceil((1 - saved) / rate * SECOND));
    }

    /** Draws the conclusions from a window that is over. */
    private void turn(long now) {
        long elapsed = now - windowStart;
        if (elapsed < WINDOW) {
            return;
        }
        boolean isCalm = now - refusedAt >= CALM;
        // A pause belongs to no window: nothing was sent in it.
        double seconds = Math.min(elapsed, 2 * WINDOW) / SECOND;
        if (refused > 0 && !isCalm) {
            fall(now, seconds);
        }
        if (isLimited && isCalm) {
            isLimited = false;
            rate = Double.POSITIVE_INFINITY;
            LOG.info("Store \"{}\" no longer asks to slow down", store);
        } else if (isLimited) {
            grow(seconds);
        }
        windowStart = now;
        accepted = 0;
        refused = 0;
    }

    private void fall(long now, double seconds) {
        if (!isLimited) {
            rate = (accepted + refused) / seconds;
            saved = 0;
            refilledAt = now;
            isLimited = true;
            LOG.warn(
                    "Store \"{}\" asks to slow down, after {} requests a second of this process; it gets fewer until it"
                            + " no longer does",
                    store,
                    Math.round(rate));
        }
        rate = Math.max(LEAST, Math.max(rate * LARGEST_FALL, Math.min(rate, accepted / seconds)));
        falls++;
    }

    private void grow(double seconds) {
        if (accepted / seconds < rate / 2) {
            // Fewer are sent than might be, so their acceptance says nothing of a higher rate.
            return;
        }
        double share = accepted / (double) (accepted + refused);
        rate += share * seconds * (ADDED_PER_SECOND + GROWTH_PER_SECOND * rate);
    }
}
