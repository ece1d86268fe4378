package io.stocktake.run;

import io.stocktake.s3.StoredText;
import java.time.Duration;
import java.util.Optional;

/**
 * A record as the store has it.
 *
 * @param record what it says
 * @param stored when it was written, and what the store's clock showed when it was read
 */
record FoundRecord(RunRecord record, StoredText stored) {

    /** How old the record is, both times from the store's clock, to the second. */
    Optional<Duration> age() {
        return stored.storeTime().map(now -> Duration.between(stored.lastModified(), now));
    }
}
