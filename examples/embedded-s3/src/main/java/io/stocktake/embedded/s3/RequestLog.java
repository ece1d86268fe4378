package io.stocktake.embedded.s3;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The requests that the server answered, in the order of their answers, and how many there were of each operation. A
 * request stands here before its answer is on the wire. Only the latest requests are kept; counts cover all. Thread-safe.
 */
public final class RequestLog {
    private static final int DEFAULT_LIMIT = 100_000;

    private final Deque<LoggedRequest> latest = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private long total;
    private int limit = DEFAULT_LIMIT;

    RequestLog() {}

    synchronized void add(LoggedRequest request) {
        total++;
        counts.merge(request.operation(), 1L, Long::sum);
        if (limit > 0) {
            if (latest.size() >= limit) {
                latest.removeFirst();
            }
            latest.addLast(request);
        }
    }

    synchronized boolean keepsRequests() {
        return limit > 0;
    }

    /** The requests that are kept, oldest first. */
    public synchronized List<LoggedRequest> all() {
        return List.copyOf(latest);
    }

    /** The kept requests of one operation, oldest first. */
    public List<LoggedRequest> all(String operation) {
        return all().stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    /** How many requests there were. */
    public synchronized long count() {
        return total;
    }

    /** How many requests of one operation there were, for example {@code HeadObject}. */
    public synchronized long count(String operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** How many requests there were of each operation, by AWS's name, in alphabetical order. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** Forgets all requests and counts. */
    public synchronized void clear() {
        latest.clear();
        counts.clear();
        total = 0;
    }

    /** Keeps at most so many requests from now on: 100,000 unless this is called. */
    public synchronized void keepLatest(int newLimit) {
        limit = newLimit;
        while (latest.size() > newLimit) {
            latest.removeFirst();
        }
    }

    /** Only counts from now on, for runs of millions of requests. */
    public void countOnly() {
        keepLatest(0);
    }
}
