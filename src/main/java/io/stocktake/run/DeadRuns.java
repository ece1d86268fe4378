package io.stocktake.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears what killed runs have left, before another begins.
 *
 * <p>A record that was not renewed for ten of its heartbeats, by the store's own clock (its {@code Date} against the
 * record's {@code Last-Modified}), is a dead run's. A younger one is looked at until it is renewed, and so alive, or is
 * old enough: at most ten heartbeats, and only after a run was killed a moment ago. Waiting keeps the promise that a run
 * after a crash leaves nothing of the crash, whenever it comes.
 */
public final class DeadRuns {
    private static final Logger LOG = LoggerFactory.getLogger(DeadRuns.class);

    /** Last-Modified and Date are whole seconds: an age may be short of the truth, or beyond it, by one. */
    private static final Duration CLOCK_GRAIN = Duration.ofSeconds(1);

    private static final Duration SHORTEST_GLANCE = Duration.ofMillis(50);
    private static final Duration LONGEST_GLANCE = Duration.ofSeconds(1);

    private final RunRecords records;
    private final Optional<Duration> staleAfter;
    private final Map<RunId, Sighting> sightings = new HashMap<>();

    /**
     * The dead among the runs of these records.
     *
     * @param staleAfter how old the record of a dead run is; by default ten of the run's heartbeats
     */
    public DeadRuns(RunRecords records, Optional<Duration> staleAfter) {
        this.records = records;
        this.staleAfter = staleAfter;
    }

    /**
     * Clears every dead run, and waits until each of the others is known to be alive.
     *
     * @param clearing removes what a run has left, its record excepted; may be called again for the same run if it, or
     *     this process, does not finish
     */
    public void clear(Consumer<RunRecord> clearing) {
        List<RunId> undecided = new ArrayList<>(records.runs());
        while (!undecided.isEmpty()) {
            Optional<Duration> patience = Optional.empty();
            for (RunId run : List.copyOf(undecided)) {
                Optional<FoundRecord> found = records.read(run);
                if (found.isEmpty() || isDecided(found.get(), clearing)) {
                    undecided.remove(run);
                } else {
                    patience = Optional.of(limit(found.get().record()));
                }
            }
            patience.map(DeadRuns::glance).ifPresent(Pauses::sleep);
        }
    }

    private boolean isDecided(FoundRecord found, Consumer<RunRecord> clearing) {
        RunRecord record = found.record();
        Sighting first =
                sightings.computeIfAbsent(record.run(), absent -> new Sighting(record.beats(), System.nanoTime()));
        if (record.beats() != first.beats()) {
            return true;
        }
        Duration limit = limit(record);
        if (isOlder(found, limit) || first.age().compareTo(limit) > 0) {
            clear(record, clearing);
            return true;
        }
        if (first.isFresh()) {
            LOG.info(
                    "Waiting up to {} s to see whether the run {} of {} is still at work",
                    limit.toSeconds(),
                    record.run(),
                    record.process());
        }
        sightings.put(record.run(), first.again());
        return false;
    }

    private static boolean isOlder(FoundRecord found, Duration limit) {
        return found.age()
                .filter(age -> age.compareTo(limit.plus(CLOCK_GRAIN)) >= 0)
                .isPresent();
    }

    private void clear(RunRecord record, Consumer<RunRecord> clearing) {
        LOG.warn("Clearing what the run {} of {} has left: it is dead", record.run(), record.process());
        records.write(record.next(RunState.CLEARING, record.claim()));
        clearing.accept(record);
        records.delete(record.run());
    }

    private Duration limit(RunRecord record) {
        return staleAfter.orElseGet(() -> record.heartbeat().multipliedBy(LiveRun.BEATS_TO_DEATH));
    }

    private static Duration glance(Duration limit) {
        Duration tenth = limit.dividedBy(LiveRun.BEATS_TO_DEATH);
        if (tenth.compareTo(LONGEST_GLANCE) > 0) {
            return LONGEST_GLANCE;
        }
        return tenth.compareTo(SHORTEST_GLANCE) < 0 ? SHORTEST_GLANCE : tenth;
    }

    /** When a record was first seen on this process's own clock, for stores that do not tell theirs. */
    private record Sighting(long beats, long nanoTime, boolean isFresh) {
        Sighting(long beats, long nanoTime) {
            this(beats, nanoTime, true);
        }

        Sighting again() {
            return new Sighting(beats, nanoTime, false);
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - nanoTime);
        }
    }
}
