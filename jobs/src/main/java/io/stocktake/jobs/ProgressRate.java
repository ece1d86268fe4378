package io.stocktake.jobs;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Objects a second over the last ten seconds. Not thread-safe. */
final class ProgressRate {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Duration elapsed, long objects) {}

    ProgressRate() {
        samples.add(new Sample(Duration.ZERO, 0));
    }

    /** The rate, given that {@code objects} were read {@code elapsed} after the beginning; both only grow. */
    long at(Duration elapsed, long objects) {
        // One sample stays from before the window, so that it is covered in full.
        Duration start = elapsed.minus(WINDOW);
        while (samples.size() > 1 && second().elapsed().compareTo(start) <= 0) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        samples.addLast(new Sample(elapsed, objects));
        long millis = elapsed.minus(first.elapsed()).toMillis();
        return millis <= 0 ? 0 : Math.max(0, (objects - first.objects()) * 1000 / millis);
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }
}
