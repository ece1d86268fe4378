package io.stocktake.jobs;

import java.util.HashMap;
import java.util.Map;

/**
 * What the tasks of a run have counted so far, by the name of the metric: the running ones as of their last heartbeat,
 * the finished ones to the end. A task that fails takes its counts with it, as another will count the same again.
 *
 * <p>Thread-safe. Its size goes with the tasks that run at one time, not with those that have run.
 */
final class TaskCounts {
    private final Map<Long, Map<String, Long>> running = new HashMap<>();
    private final Map<String, Long> finished = new HashMap<>();

    /** A task begins; only from now on is it counted. */
    synchronized void started(long task) {
        running.put(task, Map.of());
    }

    /** What a task has counted so far. A heartbeat may arrive after the end of its task, and is then too late. */
    synchronized void counted(long task, Map<String, Long> counts) {
        running.computeIfPresent(task, (id, previous) -> Map.copyOf(counts));
    }

    /** A task has ended well, with these counts. */
    synchronized void succeeded(long task, Map<String, Long> counts) {
        if (running.remove(task) != null) {
            counts.forEach((name, count) -> finished.merge(name, count, Long::sum));
        }
    }

    /** A task has failed or was killed. */
    synchronized void failed(long task) {
        running.remove(task);
    }

    /** The sum of a metric over all tasks. */
    synchronized long total(String name) {
        long total = finished.getOrDefault(name, 0L);
        for (Map<String, Long> counts : running.values()) {
            total += counts.getOrDefault(name, 0L);
        }
        return total;
    }

    /** Forgets the finished tasks and what the running ones have counted; what belongs to a new run begins at nothing. */
    synchronized void reset() {
        finished.clear();
        running.clear();
    }
}
