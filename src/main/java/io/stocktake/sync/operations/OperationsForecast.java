package io.stocktake.sync.operations;

import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import java.util.List;

/**
 * What a run of a SyncFromSource would do now.
 *
 * @param changed the buckets that it would bring
 * @param due those of them with more news than successful runs of the sync itself, of which every run makes one
 * @param unchanged how many buckets have nothing new
 * @param failures the parts that cannot be looked at
 */
public record OperationsForecast(
        List<CapturedResource> changed, List<CapturedResource> due, long unchanged, List<SyncFailure> failures) {

    public OperationsForecast {
        changed = List.copyOf(changed);
        due = List.copyOf(due);
        failures = List.copyOf(failures);
    }
}
