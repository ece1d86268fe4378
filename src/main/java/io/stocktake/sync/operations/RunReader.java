package io.stocktake.sync.operations;

import io.stocktake.run.CompletedRun;
import io.stocktake.run.CompletedRuns;
import io.stocktake.sync.CapturedResource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads the run records of buckets, several at once, and never holds more than a window of them. Thread-safe. */
final class RunReader implements AutoCloseable {
    private static final int READS_AT_ONCE = 16;
    private static final int WINDOW = 64;

    private final CompletedRuns records;
    private final ExecutorService threads = Executors.newFixedThreadPool(READS_AT_ONCE);

    RunReader(CompletedRuns records) {
        this.records = records;
    }

    /**
     * Gives every run of a bucket, sorted by job, definition and start. One that is deleted meanwhile is left out.
     *
     * @throws io.stocktake.s3.StoreException if the records cannot be listed or read
     * @throws io.stocktake.run.RunException if one is damaged
     */
    void read(CapturedResource resource, Consumer<CompletedRun> consumer) {
        Queue<Future<Optional<CompletedRun>>> window = new ArrayDeque<>();
        records.names(resource.accountId(), resource.region(), resource.bucket(), name -> {
            window.add(threads.submit(() -> records.read(name)));
            if (window.size() == WINDOW) {
                result(window.remove()).ifPresent(consumer);
            }
        });
        window.forEach(read -> result(read).ifPresent(consumer));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static Optional<CompletedRun> result(Future<Optional<CompletedRun>> read) {
        try {
            return read.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Cannot read the records of runs: the process was interrupted", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw new IllegalStateException("Cannot read the records of runs: " + failure.getCause(), failure);
        }
    }
}
