package io.stocktake.inventory.delivery;

import io.stocktake.config.stores.BucketOwner;
import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Store;
import io.stocktake.inventory.ReportTime;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.run.Claims;
import io.stocktake.run.DeadRuns;
import io.stocktake.run.LiveRun;
import io.stocktake.run.RunId;
import io.stocktake.run.RunRecords;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a delivery on the driver, from the clearing of its dead predecessors to its own end.
 *
 * <p>Its record is the first thing that it writes and the last that it removes: whatever moment it is killed at, the next
 * run finds the record, and with it everything else.
 */
final class DeliveryRun {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRun.class);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final InventoryDelivery delivery;
    private final DestinationBucket bucket;
    private final DeliveryClearing clearing;
    private final LiveRun live;
    private boolean isDone;

    private DeliveryRun(InventoryDelivery delivery, DestinationBucket bucket, DeliveryClearing clearing, LiveRun live) {
        this.delivery = delivery;
        this.bucket = bucket;
        this.clearing = clearing;
        this.live = live;
    }

    /**
     * Begins: checks the owner, clears what dead runs have left, and claims a folder.
     *
     * @throws IllegalArgumentException if the destination belongs to another account than expected; nothing was sent
     */
    static DeliveryRun begin(InventoryDelivery delivery) {
        refuseOtherOwner(delivery);
        DestinationBucket bucket = Terms.open(delivery);
        try {
            DeliveryClearing clearing = new DeliveryClearing(bucket, delivery.location());
            RunRecords records = new RunRecords(bucket, delivery.location().root() + "runs/");
            clearPredecessors(delivery, clearing, records);
            LiveRun live = new Claims(
                            records,
                            folder -> bucket.isEmpty(delivery.location().root() + folder + "/"))
                    .begin(delivery.run(), folders(delivery.startTime()), delivery.startTime(), delivery.heartbeat());
            return new DeliveryRun(delivery, bucket, clearing, live);
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    /** Makes what the tasks have staged a report. After a return, and only then, the report is complete. */
    void commit(Collection<StagedFiles> tasks, List<ObjectColumn> columns) {
        Instant minute = ReportTime.ofFolder(live.claim()).orElseThrow();
        new ReportCommit(delivery, bucket, live, minute, columns).commit(tasks);
        isDone = true;
        try (bucket) {
            // Of attempts that lost against another, and of requests whose answers were.
            clearing.abortUploads(live.run());
            live.end();
        } catch (StoreException failure) {
            // The report is there and stays; the next run finds this one's record, and clears what it left.
            LOG.warn(
                    "Delivered a report and could not clear up after it: {}. The next run does.", failure.getMessage());
        } finally {
            live.close();
        }
    }

    /** Leaves nothing of this run, unless its report was complete. Does nothing after a commit. */
    void abort() {
        if (isDone) {
            return;
        }
        isDone = true;
        try (bucket;
                live) {
            clearing.clear(live.run(), live.claim());
            live.end();
        }
    }

    private static void clearPredecessors(InventoryDelivery delivery, DeliveryClearing clearing, RunRecords records) {
        // In this order: a run writes its record before its first upload, so an upload that was there before the
        // records
        // were listed, and whose run is not among them, belongs to a run that has ended.
        Set<RunId> ended = new HashSet<>(clearing.runsWithUploads());
        ended.removeAll(records.runs());
        ended.forEach(clearing::abortUploads);
        new DeadRuns(records, delivery.staleAfter()).clear(dead -> clearing.clear(dead.run(), dead.claim()));
    }

    private static Iterator<String> folders(Instant start) {
        return Stream.iterate(start, minute -> minute.plus(MINUTE))
                .map(ReportTime::folder)
                .iterator();
    }

    /** AWS compares the owner itself, with every request; what stores.yaml knows is compared before the first. */
    private static void refuseOtherOwner(InventoryDelivery delivery) {
        Store store = delivery.destination().store();
        boolean isAws = store.endpoint().isEmpty() && !(store.credentials() instanceof Credentials.Hadoop);
        if (isAws && store.accountId().isEmpty()) {
            return;
        }
        Optional<String> refusal =
                delivery.expectedBucketOwner().flatMap(owner -> BucketOwner.refusal(delivery.destination(), owner));
        if (refusal.isPresent()) {
            throw new IllegalArgumentException("Cannot deliver a report to the bucket \""
                    + delivery.destination().alias() + "\": " + refusal.get());
        }
    }
}
