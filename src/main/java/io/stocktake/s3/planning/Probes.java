package io.stocktake.s3.planning;

import io.stocktake.s3.PageProbe;
import io.stocktake.s3.PageProbe.Answer;
import io.stocktake.s3.StoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.spark.unsafe.types.UTF8String;

/** The probes of one walk: what is likely to be asked for next is asked for beside what is. Used by one thread. */
final class Probes implements AutoCloseable {
    private final PageProbe probe;
    private final ExecutorService threads;
    private final long allowance;
    private final Map<UTF8String, Future<Optional<Answer>>> ahead = new HashMap<>();
    private long sent;
    private boolean isOrdered = true;

    Probes(PageProbe probe, ExecutorService threads, long allowance) {
        this.probe = probe;
        this.threads = threads;
        this.allowance = allowance;
    }

    /** How many were sent. */
    long sent() {
        return sent;
    }

    /** Whether every answer was what S3 would have answered. */
    boolean isOrdered() {
        return isOrdered;
    }

    /** Whether nothing more may be asked for but what was asked for ahead. */
    boolean isSpent(UTF8String next) {
        return !isOrdered || (sent >= allowance && !ahead.containsKey(next));
    }

    /** Asks for what is behind a key that is likely to be wanted, if the allowance has room for it. */
    void expect(UTF8String after) {
        if (sent < allowance && !ahead.containsKey(after)) {
            sent++;
            ahead.put(after, threads.submit(() -> probe.after(after)));
        }
    }

    /** What is behind a key. */
    Optional<Answer> after(UTF8String after) {
        Future<Optional<Answer>> asked = ahead.remove(after);
        Optional<Answer> answer;
        if (asked == null) {
            sent++;
            answer = probe.after(after);
        } else {
            answer = await(asked);
        }
        isOrdered &= answer.map(Answer::isOrdered).orElse(true);
        return answer;
    }

    /** Waits for what was asked for ahead and not wanted, so that all that were counted were sent. */
    void finish() {
        ahead.values().forEach(Probes::await);
        ahead.clear();
    }

    private static Optional<Answer> await(Future<Optional<Answer>> asked) {
        try {
            return asked.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException("Cannot find ranges: the task was stopped", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException reason) {
                throw reason;
            }
            throw new StoreException("Cannot find ranges: " + failure.getCause(), failure.getCause());
        }
    }

    @Override
    public void close() {
        ahead.values().forEach(asked -> asked.cancel(true));
    }
}
