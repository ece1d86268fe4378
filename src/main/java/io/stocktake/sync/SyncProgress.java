package io.stocktake.sync;

import java.util.concurrent.atomic.LongAdder;

/** How far a run of a sync is. Thread-safe. */
public final class SyncProgress {
    private final LongAdder reached = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final LongAdder rows = new LongAdder();

    /** Buckets more were found to have something new. */
    public void reach(long buckets) {
        reached.add(buckets);
    }

    /** A bucket is done, brought or failed. */
    public void finish() {
        done.increment();
    }

    /** Records more were written. */
    public void write(long records) {
        rows.add(records);
    }

    /** Buckets that were found to have something new. */
    public long reached() {
        return reached.sum();
    }

    /** Those of them that are done. */
    public long done() {
        return done.sum();
    }

    /** Records written so far. */
    public long rows() {
        return rows.sum();
    }
}
