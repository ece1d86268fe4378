package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.inventory.ReportTime;
import io.stocktake.run.RunId;
import io.stocktake.s3.DestinationBucket;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what a run that did not finish has left. It looks for that in the store, by the names that only that run gives,
 * and never in what Spark tells: a message that a killed task would have sent does not arrive.
 */
final class DeliveryClearing {
    private final DestinationBucket bucket;
    private final ReportLocation location;

    DeliveryClearing(DestinationBucket bucket, ReportLocation location) {
        this.bucket = bucket;
        this.location = location;
    }

    /**
     * Removes everything of a run but its record, or only its open uploads where its report is complete: a consumer that
     * has seen the checksum may be reading. What tells consumers of the report goes before what they would read.
     *
     * @param claim the name of the folder that the run had claimed
     */
    void clear(RunId run, String claim) {
        boolean isComplete = ReportTime.ofFolder(claim)
                .map(minute -> bucket.head(location.checksum(minute))
                        .filter(head -> Terms.isOf(run, head))
                        .isPresent())
                .orElse(false);
        if (!isComplete) {
            ReportTime.ofFolder(claim).ifPresent(minute -> clearFolder(run, minute));
            bucket.keys(location.data() + run.filePrefix(), key -> bucket.delete(key, head -> true));
        }
        abortUploads(run);
    }

    /** Aborts the uploads of a run that are still open. */
    void abortUploads(RunId run) {
        bucket.uploads().abortAll(location.data() + run.filePrefix());
    }

    /** The runs that have open uploads. */
    Set<RunId> runsWithUploads() {
        Set<RunId> runs = new HashSet<>();
        bucket.uploads()
                .forEach(
                        location.data(),
                        (key, uploadId) -> RunId.ofFile(
                                        key.substring(location.data().length()))
                                .ifPresent(runs::add));
        return runs;
    }

    /** Another run may have delivered to the same folder since: only what this run has written goes. */
    private void clearFolder(RunId run, Instant minute) {
        List<String> keys =
                List.of(location.symlink(minute), location.folder(minute) + Cuts.FILE_NAME, location.manifest(minute));
        keys.forEach(key -> bucket.delete(key, head -> Terms.isOf(run, head)));
    }
}
