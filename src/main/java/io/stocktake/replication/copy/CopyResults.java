package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.KeyWork.Appended;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The results of a copier, in the order of the differences. Keys are taken in batches, so that the destination can be
 * looked at once for many of them, before and after; the next batch is under way while one is looked at. Not thread-safe.
 */
final class CopyResults implements Iterator<CopyResult> {
    private static final int KEYS_A_BATCH = 64;
    private static final int KEYS_AHEAD = 2 * KEYS_A_BATCH;

    /** Of one key; the history of a key may be as long as a bucket. */
    private static final int VERSIONS_AT_ONCE = 1000;

    /** How long results wait for their neighbours, to be looked at together. */
    private static final long PATIENCE_NANOS = Duration.ofMillis(200).toNanos();

    private final Iterator<Difference> differences;
    private final Ends ends;
    private final KeyAppender appender;
    private final HistoryCheck historyCheck;
    private final ExecutorService threads;
    private final KeySpan.Density density = new KeySpan.Density();
    private final Deque<KeyWork> underWay = new ArrayDeque<>();
    private final Deque<CopyResult> ready = new ArrayDeque<>();
    private Optional<Difference> next = Optional.empty();
    private Optional<KeyWork> last = Optional.empty();

    CopyResults(
            Iterator<Difference> differences,
            Ends ends,
            KeyAppender appender,
            HistoryCheck historyCheck,
            ExecutorService threads) {
        this.differences = differences;
        this.ends = ends;
        this.appender = appender;
        this.historyCheck = historyCheck;
        this.threads = threads;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty()) {
            while (underWay.size() <= KEYS_AHEAD - KEYS_A_BATCH && hasMore()) {
                start(takeBatch());
            }
            if (underWay.isEmpty()) {
                return false;
            }
            look(takeDone());
        }
        return true;
    }

    @Override
    public CopyResult next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private boolean hasMore() {
        return next.isPresent() || differences.hasNext();
    }

    private Difference take() {
        Difference taken = next.orElseGet(differences::next);
        next = Optional.empty();
        KeyAppender.requireCopyable(taken);
        return taken;
    }

    private List<KeyWork> takeBatch() {
        List<KeyWork> batch = new ArrayList<>(KEYS_A_BATCH);
        while (batch.size() < KEYS_A_BATCH && hasMore()) {
            batch.add(takeKey());
        }
        return batch;
    }

    private KeyWork takeKey() {
        List<Difference> ofOneKey = new ArrayList<>();
        ofOneKey.add(take());
        UTF8String key = ofOneKey.get(0).key();
        while (ofOneKey.size() < VERSIONS_AT_ONCE && hasMore()) {
            Difference following = take();
            if (!following.key().equals(key)) {
                next = Optional.of(following);
                break;
            }
            ofOneKey.add(following);
        }
        KeyWork work =
                new KeyWork(ofOneKey, last.filter(earlier -> earlier.key().equals(key)));
        last = Optional.of(work);
        return work;
    }

    private void start(List<KeyWork> batch) {
        KeySpan before = spanOf(batch, batch.size());
        for (KeyWork work : batch) {
            work.startedAs(threads.submit(() -> {
                work.awaitEarlier();
                return appender.append(work, before);
            }));
            underWay.add(work);
        }
    }

    /** What is done at the head of the line, and what of its neighbours is done soon. */
    private List<KeyWork> takeDone() {
        List<KeyWork> done = new ArrayList<>();
        underWay.element().appended();
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!underWay.isEmpty() && done.size() < KEYS_A_BATCH) {
            KeyWork head = underWay.element();
            if (!head.isDone() && !Futures.isDoneBefore(head.future(), until)) {
                break;
            }
            done.add(underWay.remove());
        }
        return done;
    }

    private void look(List<KeyWork> done) {
        int versions = done.stream().mapToInt(work -> work.differences().size()).sum();
        KeySpan after = spanOf(done, versions);
        for (KeyWork work : done) {
            Appended appended = work.appended();
            ready.addAll(historyCheck.check(appended, after));
        }
    }

    private KeySpan spanOf(List<KeyWork> work, int versions) {
        return new KeySpan(
                ends, density, work.get(0).key(), work.get(work.size() - 1).key(), versions);
    }
}
