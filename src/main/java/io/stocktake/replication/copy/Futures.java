package io.stocktake.replication.copy;

import io.stocktake.s3.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for work of other threads, and fails as it failed. */
final class Futures {
    private Futures() {}

    /** Whether the work ended, well or not, before that time of {@link System#nanoTime}. */
    static boolean isDoneBefore(Future<?> future, long nanoTime) {
        try {
            future.get(Math.max(0, nanoTime - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException underWay) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot go on copying: the task was stopped", stopped);
        } catch (ExecutionException | CancellationException ended) {
            return true;
        }
    }

    /** The result. */
    static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | CancellationException stopped) {
            if (stopped instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new StoreException("Cannot go on copying: the task was stopped", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new StoreException("Cannot go on copying: " + failure.getCause(), failure.getCause());
        }
    }
}
