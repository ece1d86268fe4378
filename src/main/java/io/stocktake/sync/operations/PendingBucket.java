package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.sync.CaptureLocation;
import io.stocktake.sync.CapturedResource;
import java.util.List;

/**
 * A selected bucket, as the names of its run records and the definitions show it.
 *
 * @param resource the bucket
 * @param runs what the names add up to
 * @param overdue its definitions without success for two periods
 * @param state what its captures have to show; differs where they would
 */
record PendingBucket(CapturedResource resource, BucketRuns runs, List<OverdueDefinition> overdue, String state) {

    /**
     * The bucket as it is now.
     *
     * @param destination where its captures go: elsewhere, they have to be written anew
     */
    static PendingBucket of(
            CapturedResource resource,
            BucketRuns runs,
            List<OverdueDefinition> overdue,
            String destinationBucket,
            CaptureLocation destination) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(destinationBucket);
        fingerprint.add(destination.root());
        fingerprint.add(runs.fingerprint());
        overdue.forEach(definition -> fingerprint.add(OpsItems.of(definition).toString()));
        String state = "%d runs to %s, %d overdue, %s"
                .formatted(
                        runs.count(),
                        runs.newest().map(CaptureText::time).orElse("none"),
                        overdue.size(),
                        fingerprint.text());
        return new PendingBucket(resource, runs, List.copyOf(overdue), state);
    }

    /** What the sync's state keeps of it once its captures are written. */
    SyncedBucket synced() {
        return new SyncedBucket(resource.accountId(), resource.region(), resource.bucket(), state);
    }
}
