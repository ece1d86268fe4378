package io.stocktake.s3;

import java.util.concurrent.TimeUnit;

/**
 * How many requests about single objects all windows over a connection send at once: no more than bring more answers a
 * second. Thread-safe.
 *
 * <p>It measures the answers a second, sends half as many requests more, and stays there if a good part of them came back
 * as answers; if not, it goes back and looks again later, at more and at fewer in turn, since a store's latency and the
 * work of this process change. Where the store asks to slow down it sends half as many, and no more until it is over.
 */
final class RequestsInFlight {
    /** What a limit was tried for. */
    private enum Trial {
        NONE,
        MORE,
        FEWER
    }

    private static final int FIRST = 32;
    private static final int LEAST = 4;
    private static final double STEP = 1.5;

    /** Of the answers that more requests would bring if each took as long as before, so much has to come. */
    private static final double WORTH = 0.3;

    /** What may be lost for fewer requests in flight. */
    private static final double LOSS = 0.95;

    private static final int ROUNDS_BETWEEN_TRIALS = 8;
    private static final long SHORTEST_ROUND = TimeUnit.MILLISECONDS.toNanos(200);

    private final RequestRate rate;
    private final RequestRate.Time time;
    private final int most;
    private volatile int limit = FIRST;
    private volatile int windows;
    private int before = FIRST;
    private double answersBefore;
    private Trial trial = Trial.NONE;
    private Trial next = Trial.MORE;
    private int roundsToTrial = 1;
    private long falls;
    private int toSettle;
    private int answers;
    private long start;

    /**
     * Begins with what suits a store nearby.
     *
     * @param most as many as the connections allow
     */
    RequestsInFlight(RequestRate rate, RequestRate.Time time, int most) {
        this.rate = rate;
        this.time = time;
        this.most = most;
        this.start = time.nanoseconds();
    }

    /** A window more shares them. */
    synchronized void open() {
        windows++;
    }

    /** A window less shares them. */
    synchronized void close() {
        windows--;
    }

    /** How many each window may send at once; at least one. */
    int ofEachWindow() {
        int sharing = Math.max(1, windows);
        return (limit + sharing - 1) / sharing;
    }

    /** All windows together. */
    int limit() {
        return limit;
    }

    /** One more request was answered. */
    synchronized void answered() {
        if (toSettle > 0) {
            // Sent before the limit changed.
            toSettle--;
            if (toSettle == 0) {
                begin();
            }
            return;
        }
        answers++;
        if (answers >= 2 * limit) {
            long elapsed = time.nanoseconds() - start;
            if (elapsed >= SHORTEST_ROUND) {
                judge(answers / (double) elapsed);
            }
        }
    }

    private void judge(double answered) {
        if (rate.falls() > falls) {
            falls = rate.falls();
            rest();
            set(Math.max(LEAST, limit / 2));
            return;
        }
        switch (trial) {
            case MORE -> {
                double hoped = limit / (double) before - 1;
                boolean isWorth = answered >= answersBefore * (1 + hoped * WORTH);
                if (isWorth && limit < most) {
                    tryMore(answered);
                } else {
                    rest();
                    set(isWorth ? limit : before);
                }
            }
            case FEWER -> {
                rest();
                set(answered >= answersBefore * LOSS ? limit : before);
            }
            case NONE -> {
                roundsToTrial--;
                if (roundsToTrial > 0 || rate.perSecond() < Double.POSITIVE_INFINITY) {
                    begin();
                } else if (next == Trial.MORE && limit < most) {
                    next = Trial.FEWER;
                    tryMore(answered);
                } else {
                    next = Trial.MORE;
                    before = limit;
                    answersBefore = answered;
                    trial = Trial.FEWER;
                    set(Math.max(LEAST, (int) (limit / STEP)));
                }
            }
        }
    }

    private void tryMore(double answered) {
        before = limit;
        answersBefore = answered;
        trial = Trial.MORE;
        set(Math.min(most, (int) Math.ceil(limit * STEP)));
    }

    private void rest() {
        trial = Trial.NONE;
        roundsToTrial = ROUNDS_BETWEEN_TRIALS;
    }

    private void set(int newLimit) {
        toSettle = Math.max(limit, newLimit);
        limit = newLimit;
    }

    private void begin() {
        answers = 0;
        start = time.nanoseconds();
    }
}
