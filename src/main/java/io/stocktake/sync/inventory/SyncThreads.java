package io.stocktake.sync.inventory;

import io.stocktake.run.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Threads of the driver that work on several buckets at once, each of them within the run's Spark session. */
final class SyncThreads implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final long LONGEST_END_SECONDS = 600;

    private final SparkSession spark;
    private final ExecutorService threads;

    SyncThreads(SparkSession spark) {
        this.spark = spark;
        this.threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "stocktake-sync");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Works on all of them, and gives what became of each in their order.
     *
     * @param failed takes what failed; the others go on
     * @throws RunException if the run itself cannot go on
     */
    <T, R> void forEach(List<T> all, Function<T, R> work, BiConsumer<T, R> done, BiConsumer<T, Throwable> failed) {
        List<Future<R>> futures = new ArrayList<>();
        for (T one : all) {
            futures.add(threads.submit(within(() -> work.apply(one))));
        }
        for (int i = 0; i < futures.size(); i++) {
            try {
                done.accept(all.get(i), futures.get(i).get());
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof RunException lost) {
                    throw lost;
                }
                if (failure.getCause() instanceof Error error) {
                    throw error;
                }
                failed.accept(all.get(i), failure.getCause());
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Cannot go on with a sync: interrupted", interruption);
            }
        }
    }

    /** Interrupts what is still at work, and waits until it has cleared up after itself. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Cannot end a sync: a bucket is still at work");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sources find their session by the thread that plans a query. */
    private <R> Callable<R> within(Callable<R> work) {
        return () -> {
            SparkSession.setActiveSession(spark);
            try {
                return work.call();
            } finally {
                SparkSession.clearActiveSession();
            }
        };
    }
}
