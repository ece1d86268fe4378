package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The results of a copier, in the order of the differences; keys are worked on ahead of the reader. Not thread-safe. */
final class CopyResults implements Iterator<CopyResult> {
    private final Iterator<Difference> differences;
    private final KeyAppender appender;
    private final HistoryCheck historyCheck;
    private final ExecutorService threads;
    private final int keysInFlight;
    private final Deque<Future<List<CopyResult>>> underWay = new ArrayDeque<>();
    private final Deque<CopyResult> ready = new ArrayDeque<>();
    private Difference first;

    CopyResults(
            Iterator<Difference> differences,
            KeyAppender appender,
            HistoryCheck historyCheck,
            ExecutorService threads,
            int keysInFlight) {
        this.differences = differences;
        this.appender = appender;
        this.historyCheck = historyCheck;
        this.threads = threads;
        this.keysInFlight = keysInFlight;
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty()) {
            while (underWay.size() < keysInFlight && (first != null || differences.hasNext())) {
                List<Difference> ofOneKey = takeKey();
                underWay.add(threads.submit(() -> {
                    KeyProgress progress = new KeyProgress();
                    List<CopyResult> made = appender.append(ofOneKey, progress);
                    return historyCheck.check(
                            made, progress, Top.of(ofOneKey.get(0).seen()));
                }));
            }
            if (underWay.isEmpty()) {
                return false;
            }
            ready.addAll(Futures.await(underWay.remove()));
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

    private List<Difference> takeKey() {
        List<Difference> ofOneKey = new ArrayList<>();
        Difference next = first == null ? differences.next() : first;
        first = null;
        ofOneKey.add(next);
        while (differences.hasNext()) {
            Difference following = differences.next();
            if (!following.key().equals(next.key())) {
                first = following;
                break;
            }
            ofOneKey.add(following);
        }
        ofOneKey.forEach(KeyAppender::requireCopyable);
        return ofOneKey;
    }
}
