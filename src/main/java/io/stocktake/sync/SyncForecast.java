package io.stocktake.sync;

import java.util.List;

/**
 * What a run of a sync would bring.
 *
 * @param pending the buckets with something that was not brought yet
 * @param due those of them that are worth a run; a SyncFromSource finds the record of its own last run too, which is not
 * @param failures the parts that could not be asked
 */
public record SyncForecast(List<CapturedResource> pending, List<CapturedResource> due, List<SyncFailure> failures) {

    public SyncForecast {
        pending = List.copyOf(pending);
        due = List.copyOf(due);
        failures = List.copyOf(failures);
    }
}
