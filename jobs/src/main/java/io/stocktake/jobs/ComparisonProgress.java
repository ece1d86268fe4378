package io.stocktake.jobs;

import java.time.Duration;

/**
 * How far a comparison has come that copies nothing.
 *
 * @param what is being done, such as {@code dry run of photos → copy}
 * @param done tasks that have ended
 * @param tasks how many there are
 * @param elapsed since the comparison began
 */
record ComparisonProgress(String what, int done, int tasks, Duration elapsed) implements ProgressLine {
    @Override
    public String line() {
        return "%s: %s of %s done, %s"
                .formatted(what, Quantity.count(done), Quantity.of(tasks, "task"), Quantity.clock(elapsed));
    }
}
