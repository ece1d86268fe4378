package io.stocktake.sync.operations;

import io.stocktake.run.RunName;
import io.stocktake.run.RunOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the names of one bucket's run records add up to. Its size goes with the bucket's definitions, not its runs. */
final class BucketRuns {
    private final Definition self;
    private final Fingerprint all = new Fingerprint();
    private final Fingerprint others = new Fingerprint();
    private final Map<Definition, Instant> successes = new HashMap<>();
    private long count;
    private Optional<Instant> newest = Optional.empty();

    /**
     * None yet.
     *
     * @param self the sync that asks
     */
    BucketRuns(Definition self) {
        this.self = self;
    }

    void add(RunName run) {
        count++;
        add(run, all);
        if (run.outcome() != RunOutcome.SUCCEEDED || !Definition.of(run).equals(self)) {
            add(run, others);
        }
        newest = newest.filter(start -> start.isAfter(run.start())).or(() -> Optional.of(run.start()));
        if (run.outcome() == RunOutcome.SUCCEEDED) {
            successes.merge(Definition.of(run), run.start(), (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /** How many runs there are. */
    long count() {
        return count;
    }

    /** When the last one began. */
    Optional<Instant> newest() {
        return newest;
    }

    /** When the last one that succeeded began. */
    Optional<Instant> lastSuccess(Definition definition) {
        return Optional.ofNullable(successes.get(definition));
    }

    /** Differs where the runs do; to be asked for once. */
    String fingerprint() {
        return all.text();
    }

    /** Differs where others do than successful ones of the sync itself; to be asked for once. */
    String fingerprintOfOthers() {
        return others.text();
    }

    private static void add(RunName run, Fingerprint fingerprint) {
        fingerprint.add(run.job().commandName());
        fingerprint.add(run.definition());
        fingerprint.add(run.file());
    }
}
