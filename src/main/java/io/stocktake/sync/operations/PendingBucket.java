package io.stocktake.sync.operations;

import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CapturedResource;
import java.util.List;
import java.util.Optional;

/**
 * A selected bucket, as the names of its run records and the definitions show it.
 *
 * @param resource the bucket
 * @param runs what the names add up to
 * @param overdue its definitions without success for two periods
 * @param news differs where its captures would, but for successful runs of the sync itself
 * @param state differs wherever its captures would
 */
record PendingBucket(
        CapturedResource resource, BucketRuns runs, List<OverdueDefinition> overdue, String news, String state) {

    /**
     * The bucket as it is now.
     *
     * @param destination where its captures go: elsewhere, they have to be written anew
     */
    static PendingBucket of(
            CapturedResource resource,
            BucketRuns runs,
            List<OverdueDefinition> overdue,
            CaptureDestination destination) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(destination.text());
        fingerprint.add(runs.fingerprintOfOthers());
        overdue.forEach(definition -> fingerprint.add(OpsItems.of(definition).toString()));
        String news = fingerprint.text();
        String state = "%s %s: %d runs to %s, %d overdue"
                .formatted(
                        news,
                        runs.fingerprint(),
                        runs.count(),
                        runs.newest().map(CaptureText::time).orElse("none"),
                        overdue.size());
        return new PendingBucket(resource, runs, List.copyOf(overdue), news, state);
    }

    /** Whether there is more news than successful runs of the sync itself. */
    boolean isDue(Optional<SyncedBucket> before) {
        return before.filter(synced -> synced.report().startsWith(news + " ")).isEmpty();
    }

    /** What the sync's state keeps of it once its captures are written. */
    SyncedBucket synced() {
        return new SyncedBucket(resource.accountId(), resource.region(), resource.bucket(), state);
    }
}
