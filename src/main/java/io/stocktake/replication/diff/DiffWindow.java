package io.stocktake.replication.diff;

import io.stocktake.s3.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Compared keys in their order: those that needed requests beside those that did not, and a bounded number of both. Not
 * thread-safe.
 */
final class DiffWindow implements AutoCloseable {
    /** Keys that are done and wait for an earlier one. */
    private static final int MOST_WAITING = 1000;

    private final ExecutorService threads;
    private final int mostAsked;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int asked;

    DiffWindow(ExecutorService threads, int mostAsked) {
        this.threads = threads;
        this.mostAsked = mostAsked;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether the first key is to leave before another enters: it is done, or there is no room. */
    boolean isDue() {
        if (waiting.isEmpty()) {
            return false;
        }
        boolean isDone = waiting.peek().pending().map(Future::isDone).orElse(true);
        return isDone || asked >= mostAsked || waiting.size() >= MOST_WAITING;
    }

    /** Adds a key that needed no request. */
    void add(ComparedKey key) {
        waiting.add(new Waiting(Optional.of(key), Optional.empty()));
    }

    /** Adds a key that is compared beside the caller. */
    void submit(Callable<ComparedKey> comparison) {
        waiting.add(new Waiting(Optional.empty(), Optional.of(threads.submit(comparison))));
        asked++;
    }

    /** The first key, for which this waits; the window is not empty. */
    ComparedKey take() {
        Waiting first = waiting.remove();
        if (first.done().isPresent()) {
            return first.done().get();
        }
        asked--;
        return await(first.pending().orElseThrow());
    }

    @Override
    public void close() {
        waiting.forEach(key -> key.pending().ifPresent(future -> future.cancel(true)));
        waiting.clear();
    }

    private static ComparedKey await(Future<ComparedKey> future) {
        try {
            return future.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot compare the buckets: the task was stopped", stopped);
        } catch (CancellationException stopped) {
            throw new StoreException("Cannot compare the buckets: the comparison was closed", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException reason) {
                throw reason;
            }
            throw new StoreException("Cannot compare the buckets: " + failure.getCause(), failure.getCause());
        }
    }

    private record Waiting(Optional<ComparedKey> done, Optional<Future<ComparedKey>> pending) {}
}
