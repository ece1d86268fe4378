package io.stocktake.sync.inventory;

import io.stocktake.s3.RequestCounter;
import java.util.concurrent.atomic.LongAdder;

/** Sums up what was sent. Thread-safe. */
final class RequestTally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** Adds what a connection has counted; to be called once, at its end. */
    void add(RequestCounter counter) {
        add(counter.requests(), counter.retries());
    }

    void add(long moreRequests, long moreRetries) {
        requests.add(moreRequests);
        retries.add(moreRetries);
    }

    long requests() {
        return requests.sum();
    }

    long retries() {
        return retries.sum();
    }
}
