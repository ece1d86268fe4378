package io.stocktake.sync.operations;

import io.stocktake.config.inventory.Frequency;
import io.stocktake.run.RunSubject;
import java.time.Instant;
import java.util.Optional;

/**
 * A definition without success for two periods of its schedule.
 *
 * @param subject what has not succeeded
 * @param frequency how often it should have
 * @param lastSuccess when its last successful run began; empty where none is known
 * @param firstSeen when it was there at the latest
 */
record OverdueDefinition(RunSubject subject, Frequency frequency, Optional<Instant> lastSuccess, Instant firstSeen) {

    /** Since when it is overdue. */
    Instant since() {
        return lastSuccess.orElse(firstSeen).plus(ExpectedRuns.patience(frequency));
    }
}
