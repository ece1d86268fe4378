package io.stocktake.sync.inventory;

import io.stocktake.config.sync.S3Destination;
import io.stocktake.run.Claims;
import io.stocktake.run.DeadRuns;
import io.stocktake.run.LiveRun;
import io.stocktake.run.RunException;
import io.stocktake.run.RunId;
import io.stocktake.run.RunRecords;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.CaptureDestination;
import io.stocktake.sync.CaptureType;
import io.stocktake.sync.SyncRequest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that is at work at its destination, and known by its record to all others there: there is one at a time. So every
 * open upload of a capture that it finds is a dead one's, and what is left at its end its own.
 */
final class LiveSync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSync.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** The folder of the records of runs that are at work. */
    private static final String RECORDS = "resource-data-sync-runs/";

    private static final String CLAIM = "resource-data-sync";

    private final CaptureDestination destination;
    private final DestinationBucket bucket;
    private final LiveRun live;

    private LiveSync(CaptureDestination destination, DestinationBucket bucket, LiveRun live) {
        this.destination = destination;
        this.bucket = bucket;
        this.live = live;
    }

    /**
     * Begins a run: clears what dead ones have left.
     *
     * @throws RivalSyncException if another is at work there
     */
    static LiveSync begin(SyncRequest request) {
        S3Destination target = request.sync().s3Destination().orElseThrow();
        RunId run = RunId.random();
        CaptureDestination destination =
                CaptureDestination.of(target, request.stores()).markedWith(run);
        DestinationBucket bucket = destination.open();
        try {
            RunRecords records = new RunRecords(bucket, destination.captures().root() + RECORDS);
            // The uploads that a dead run has left are aborted once no other run can be at work: see below.
            new DeadRuns(records, request.staleAfter()).clear(dead -> {});
            LiveRun live = new Claims(records, claim -> true)
                    .begin(run, onlyClaim(request, destination), request.now(), HEARTBEAT);
            LiveSync begun = new LiveSync(destination, bucket, live);
            begun.clear();
            return begun;
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    CaptureDestination destination() {
        return destination;
    }

    DestinationBucket bucket() {
        return bucket;
    }

    /**
     * To be called before a capture becomes visible.
     *
     * @throws io.stocktake.run.RunException if others may have taken this run for dead
     */
    void requireAlive() {
        live.requireAlive();
    }

    /** Leaves neither an upload nor a record; where it cannot, the next run clears them. */
    @Override
    public void close() {
        try (bucket;
                live) {
            // Whoever took this run for dead may be at work by now, and the uploads be its own.
            live.requireAlive();
            // There may be parts that were on their way when their upload was aborted, and uploads whose ids got lost.
            abortUploads();
            live.end();
        } catch (StoreException | RunException failure) {
            LOG.warn("Cannot clear up after a resource data sync: {}. The next run does.", failure.getMessage());
        }
    }

    private void clear() {
        try {
            abortUploads();
        } catch (RuntimeException failure) {
            try {
                live.end();
            } catch (RuntimeException ending) {
                failure.addSuppressed(ending);
            }
            throw failure;
        }
    }

    private void abortUploads() {
        for (CaptureType type : List.of(CaptureType.S3_OBJECT, CaptureType.S3_BUCKET)) {
            bucket.uploads().abortAll(destination.captures().folder(type));
        }
    }

    /** There is one claim; who asks for a second learns that the first is taken. */
    private static Iterator<String> onlyClaim(SyncRequest request, CaptureDestination destination) {
        return new Iterator<>() {
            private boolean isAsked;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (isAsked) {
                    throw new RivalSyncException("Cannot run the resource data sync \""
                            + request.sync().syncName() + "\" to \"" + destination.place()
                            + "\": another run is at work there. Wait until it has ended.");
                }
                isAsked = true;
                return CLAIM;
            }
        };
    }

    /** Another run is at work at the destination. */
    static final class RivalSyncException extends NoSuchElementException {
        private static final long serialVersionUID = 1L;

        RivalSyncException(String message) {
            super(message);
        }
    }
}
