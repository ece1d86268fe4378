package io.stocktake.sync.operations;

import io.stocktake.run.RunName;
import io.stocktake.run.RunOutcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the names of one bucket's run records add up to. Its size goes with the bucket's definitions, not its runs. */
final class BucketRuns {
    private final Fingerprint fingerprint = new Fingerprint();
    private final Map<Definition, Instant> successes = new HashMap<>();
    private long count;
    private Optional<Instant> newest = Optional.empty();

    void add(RunName run) {
        count++;
        fingerprint.add(run.job().commandName());
        fingerprint.add(run.definition());
        fingerprint.add(run.file());
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

    /** Differs where the runs do. */
    String fingerprint() {
        return fingerprint.text();
    }
}
