package io.stocktake.s3.staging;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes staged objects visible, many at once. */
public final class StagedObjects {
    private static final int COMPLETIONS_AT_ONCE = 16;
    private static final Duration LONGEST_COMPLETION = Duration.ofHours(1);

    private StagedObjects() {}

    /**
     * Completes the uploads. Where one fails, some of the others are completed and some are not; none is being completed
     * any more.
     *
     * @param what what the objects are, for messages: "the data files of a report"
     * @throws StoreException if the store refuses, or does not answer
     */
    public static void complete(DestinationBucket bucket, Collection<StagedObject> objects, String what) {
        ExecutorService threads = Executors.newFixedThreadPool(COMPLETIONS_AT_ONCE, task -> {
            Thread thread = new Thread(task, "stocktake-complete");
            thread.setDaemon(true);
            return thread;
        });
        AtomicBoolean isGivenUp = new AtomicBoolean();
        ExecutorCompletionService<Boolean> completions = new ExecutorCompletionService<>(threads);
        try {
            List<Future<Boolean>> submitted = new ArrayList<>();
            for (StagedObject object : objects) {
                submitted.add(completions.submit(() -> !isGivenUp.get() && complete(bucket, object)));
            }
            for (int i = 0; i < submitted.size(); i++) {
                completions.take().get();
            }
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Cannot complete " + what, failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot complete " + what + ": interrupted", interruption);
        } finally {
            isGivenUp.set(true);
            await(threads, what);
        }
    }

    private static boolean complete(DestinationBucket bucket, StagedObject object) {
        bucket.uploads().complete(object.key(), object.uploadId(), object.parts(), object.size());
        return true;
    }

    /** Whatever is undone after this is not done again by a completion that was on its way. */
    private static void await(ExecutorService threads, String what) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_COMPLETION.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreException("Cannot complete " + what + ": the store does not answer");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
