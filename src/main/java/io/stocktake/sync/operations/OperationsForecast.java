package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncState;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.WorkingPlace;
import io.stocktake.sync.SyncForecast;
import io.stocktake.sync.SyncRequest;

/** What a run of a SyncFromSource would bring: it costs the listings of the run records, and no more. */
public final class OperationsForecast {
    private OperationsForecast() {}

    /**
     * The selected buckets with runs, or definitions without success, that were not brought yet. Neither the destination
     * nor a record is touched.
     *
     * @param before what earlier runs brought
     * @throws IllegalArgumentException if stores.yaml has no operations, or a place that is none
     * @throws io.stocktake.s3.StoreException if the operations cannot be listed
     * @throws java.io.UncheckedIOException if the definitions cannot be read
     */
    public static SyncForecast of(SyncRequest request, SyncState before) {
        WorkingPlace operations = OperationsSync.operations(request);
        try (CompletedRuns records = CompletedRuns.open(operations)) {
            records.requireReachable();
            Survey survey = Survey.of(request, before, records, CaptureDestination.of(request, operations));
            return new SyncForecast(
                    survey.changed().stream().map(PendingBucket::resource).toList(), survey.failures());
        }
    }
}
