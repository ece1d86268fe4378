package io.stocktake.sync.inventory;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import java.util.List;

/**
 * A bucket that a sync covers.
 *
 * @param resource what its captures are named after
 * @param location where it is
 * @param sources the configurations of it, at least one
 */
record ReachedBucket(CapturedResource resource, BucketLocation location, List<ReportSource> sources) {

    ReachedBucket {
        sources = List.copyOf(sources);
    }

    /** What a sync's state says once the report is there: of another destination it would have to be brought again. */
    SyncedBucket synced(LatestReport report, CaptureDestination destination) {
        return new SyncedBucket(
                resource.accountId(), resource.region(), resource.bucket(), report.uri() + " at " + destination.text());
    }

    /** What is told where it could not be brought. */
    SyncFailure failure(Throwable cause) {
        return failure(location, Reason.of(cause));
    }

    static SyncFailure failure(BucketLocation location, String reason) {
        String part = "bucket \"" + location.alias() + "\" of the store \""
                + location.store().name() + "\"";
        return new SyncFailure(part, "Cannot sync the " + part + ": " + reason);
    }
}
