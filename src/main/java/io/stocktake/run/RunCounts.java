package io.stocktake.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run did, in numbers.
 *
 * @param objects what it delivered: rows of a report, versions copied, records of a sync
 * @param bytes of what it delivered
 * @param requests that it sent, repeated ones included
 * @param retries requests that repeated one that had failed
 * @param failedObjects how many objects failed, by error code, sorted by the code
 */
public record RunCounts(long objects, long bytes, long requests, long retries, Map<String, Long> failedObjects) {

    /** Nothing. */
    public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, Map.of());

    public RunCounts {
        failedObjects = Collections.unmodifiableMap(new TreeMap<>(failedObjects));
    }

    /** How many objects failed, whatever the code. */
    public long failures() {
        return failedObjects.values().stream().mapToLong(Long::longValue).sum();
    }
}
