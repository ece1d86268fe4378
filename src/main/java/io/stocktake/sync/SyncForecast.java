package io.stocktake.sync;

import java.util.List;

/**
 * What a run of a sync would bring.
 *
 * @param pending the buckets with something that was not brought yet
 * @param failures the parts that could not be asked
 */
public record SyncForecast(List<CapturedResource> pending, List<SyncFailure> failures) {

    public SyncForecast {
        pending = List.copyOf(pending);
        failures = List.copyOf(failures);
    }
}
