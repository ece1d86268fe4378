package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Differences of one key that are worked on together, the oldest first: all of the key's, or so many as fit in memory, and
 * then the rest as work of its own.
 */
final class KeyWork {
    private final List<Difference> differences;
    private final KeyProgress progress;
    private final Optional<KeyWork> earlier;
    private Future<Appended> future;

    /** The work on a key, or on the part of it that comes after {@code earlier}. */
    KeyWork(List<Difference> differences, Optional<KeyWork> earlier) {
        this.differences = List.copyOf(differences);
        this.earlier = earlier;
        this.progress = earlier.map(work -> work.progress).orElseGet(KeyProgress::new);
    }

    /**
     * What was done.
     *
     * @param results one for each difference, in order
     * @param before the key's newest entry before the first of them; empty where the key was not looked at
     */
    record Appended(List<CopyResult> results, Optional<Top> before) {}

    UTF8String key() {
        return differences.get(0).key();
    }

    List<Difference> differences() {
        return differences;
    }

    KeyProgress progress() {
        return progress;
    }

    /** Waits for the key's older versions. */
    void awaitEarlier() {
        earlier.ifPresent(work -> Futures.await(work.future));
    }

    void startedAs(Future<Appended> newFuture) {
        future = newFuture;
    }

    boolean isDone() {
        return future.isDone();
    }

    Future<Appended> future() {
        return future;
    }

    /** What was done; waits for it. */
    Appended appended() {
        return Futures.await(future);
    }
}
