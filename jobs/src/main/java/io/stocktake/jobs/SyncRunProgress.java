package io.stocktake.jobs;

import java.time.Duration;

/**
 * How far a run of a resource data sync has come.
 *
 * @param what is being done, such as {@code sync all-buckets}
 * @param done buckets that were brought or have failed
 * @param reached buckets that were found to have something new
 * @param rows records written so far
 * @param rowsPerSecond of late
 * @param elapsed since the run began
 */
record SyncRunProgress(String what, long done, long reached, long rows, long rowsPerSecond, Duration elapsed)
        implements ProgressLine {
    @Override
    public String line() {
        return "%s: %s of %s, %s, %s/s, %s"
                .formatted(
                        what,
                        Quantity.count(done),
                        Quantity.of(reached, "bucket"),
                        Quantity.of(rows, "record"),
                        Quantity.count(rowsPerSecond),
                        Quantity.clock(elapsed));
    }
}
