package io.stocktake.replication.copy;

import io.stocktake.s3.StoreException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work of other threads, and fails as it failed. */
final class Futures {
    private Futures() {}

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
