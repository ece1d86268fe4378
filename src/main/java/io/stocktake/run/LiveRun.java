package io.stocktake.run;

import io.stocktake.s3.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run of this process: its record in the store, and the heartbeat that keeps it alive. Thread-safe.
 *
 * <p>Others take a run for dead when its record was not renewed for {@link #BEATS_TO_DEATH} heartbeats, and clear what it
 * has written. So a process that was paused for so long must not go on when it wakes: before what cannot be undone,
 * {@link #requireAlive} renews the record, and fails if it is not the run's own any more. What remains is a pause of that
 * length after it: no store has a write on the condition that another key did not change.
 */
public final class LiveRun implements AutoCloseable {
    /** A run whose record is this many heartbeats old is dead. */
    public static final int BEATS_TO_DEATH = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    private final RunRecords records;
    private final ScheduledExecutorService heart;
    private RunRecord record;
    private Optional<String> version = Optional.empty();
    private ScheduledFuture<?> beating;
    private long renewed = System.nanoTime();
    private boolean isCleared;
    private boolean isClosed;

    private LiveRun(RunRecords records, RunRecord first) {
        this.records = records;
        this.record = first;
        this.heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "stocktake-heartbeat-" + first.run());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes the record of a run that asks for its first claim, and lets its heart beat. */
    static LiveRun begin(RunRecords records, RunId run, String claim, Instant started, Duration heartbeat) {
        LiveRun live = new LiveRun(records, RunRecord.first(run, claim, started, heartbeat));
        try {
            live.become(RunState.CLAIMING, claim);
            live.beating = live.heart.scheduleWithFixedDelay(
                    live::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            return live;
        } catch (RuntimeException failure) {
            // The record may have been written, and refused for how: not encrypted, for one.
            try {
                live.end();
            } catch (RuntimeException ending) {
                failure.addSuppressed(ending);
            }
            throw failure;
        }
    }

    /** The run. */
    public RunId run() {
        return record().run();
    }

    /** What this run alone may write. */
    public String claim() {
        return record().claim();
    }

    /**
     * Renews the record.
     *
     * @throws RunException if others may have taken this run for dead
     */
    public synchronized void requireAlive() {
        Duration limit = record.heartbeat().multipliedBy(BEATS_TO_DEATH);
        if (System.nanoTime() - renewed > limit.toNanos()) {
            isCleared = true;
        }
        renew();
        if (isCleared) {
            throw new RunException("Cannot finish the run " + record.run() + ": its record \""
                    + records.key(record.run()) + "\" was not renewed for " + limit.toSeconds()
                    + " seconds, and another run may have cleared it as dead. Run it again"
                    + ", with a longer heartbeat if this process pauses for so long.");
        }
    }

    /** Stops the heart and removes the record: the last thing that a run does. */
    public void end() {
        close();
        records.delete(run());
    }

    /** Stops the heart and leaves the record, so that a later run finds this one dead. A second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            if (beating != null) {
                beating.cancel(false);
            }
        }
        heart.shutdown();
    }

    /** Writes the record with another claim or state. */
    synchronized void become(RunState state, String claim) {
        write(record.next(state, claim));
    }

    private synchronized RunRecord record() {
        return record;
    }

    private synchronized void beat() {
        if (isClosed || isCleared) {
            return;
        }
        try {
            renew();
        } catch (StoreException | RunException failure) {
            // The next beat may succeed; a run that misses too many finds out in requireAlive.
            LOG.warn("Cannot renew the record of the run {}: {}", record.run(), failure.getMessage());
        }
    }

    private void renew() {
        boolean isOwn = records.read(record.run())
                .filter(found -> found.record().state() != RunState.CLEARING)
                .isPresent();
        if (!isOwn) {
            isCleared = true;
        }
        if (!isCleared) {
            write(record.next(record.state(), record.claim()));
        }
    }

    private void write(RunRecord next) {
        Optional<String> replaced = version;
        version = records.write(next);
        record = next;
        renewed = System.nanoTime();
        if (replaced.isPresent() && !replaced.equals(version)) {
            records.deleteVersion(next.run(), replaced.get());
        }
    }
}
