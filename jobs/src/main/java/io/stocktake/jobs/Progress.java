package io.stocktake.jobs;

import java.time.Duration;

/**
 * How far a run has come.
 *
 * @param what is being done, such as {@code inventory photos/weekly}
 * @param objects read so far
 * @param objectsPerSecond of late
 * @param requests sent so far
 * @param retries how many of them repeated one that had failed
 * @param elapsed since the run began
 */
record Progress(String what, long objects, long objectsPerSecond, long requests, long retries, Duration elapsed)
        implements ProgressLine {
    @Override
    public String line() {
        return "%s: %s, %s/s, %s, %s, %s"
                .formatted(
                        what,
                        Quantity.of(objects, "object"),
                        Quantity.count(objectsPerSecond),
                        Quantity.of(requests, "request"),
                        retries == 1 ? "1 retry" : Quantity.count(retries) + " retries",
                        Quantity.clock(elapsed));
    }
}
