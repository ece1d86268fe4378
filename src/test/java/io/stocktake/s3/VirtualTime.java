package io.stocktake.s3;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Goes by when somebody sleeps, and a little whenever it is looked at. */
final class VirtualTime implements RequestRate.Time {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2));
    private final AtomicLong slept = new AtomicLong();
    private final long look;

    VirtualTime(long nanosecondsOfALook) {
        this.look = nanosecondsOfALook;
    }

    @Override
    public long nanoseconds() {
        return now.addAndGet(look);
    }

    @Override
    public void sleep(long nanoseconds) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        now.addAndGet(nanoseconds);
        slept.addAndGet(nanoseconds);
    }

    void pass(long nanoseconds) {
        now.addAndGet(nanoseconds);
    }

    double secondsSlept() {
        return slept.get() / 1e9;
    }
}
