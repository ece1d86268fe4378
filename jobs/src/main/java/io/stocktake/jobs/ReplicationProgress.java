package io.stocktake.jobs;

import java.time.Duration;

/**
 * How far a replication has come.
 *
 * @param what is being done, such as {@code replication photos → copy}
 * @param keys compared so far
 * @param copied versions that were copied so far
 * @param bytes of them
 * @param failed versions that could not be
 * @param requests sent so far
 * @param retries how many of them repeated one that had failed
 * @param elapsed since the run began
 */
record ReplicationProgress(
        String what, long keys, long copied, long bytes, long failed, long requests, long retries, Duration elapsed)
        implements ProgressLine {
    @Override
    public String line() {
        return "%s: %s compared, %s copied (%s), %s failed, %s, %s, %s"
                .formatted(
                        what,
                        Quantity.of(keys, "key"),
                        Quantity.count(copied),
                        Quantity.bytes(bytes),
                        Quantity.count(failed),
                        Quantity.of(requests, "request"),
                        retries == 1 ? "1 retry" : Quantity.count(retries) + " retries",
                        Quantity.clock(elapsed));
    }
}
