package io.stocktake.replication.run;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.copy.UploadJournal;
import io.stocktake.replication.report.CompletionReport;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.replication.report.ReportTerms;
import io.stocktake.run.Claims;
import io.stocktake.run.DeadRuns;
import io.stocktake.run.LiveRun;
import io.stocktake.run.RunId;
import io.stocktake.run.RunRecords;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoredText;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A replication that is at work, and known by its record to all others between the same two buckets: there is one at a
 * time. What dead ones have left is cleared before it begins.
 *
 * <p>From its start until a run of everything has ended with each of its replicas whole, an object says since when replicas may be unfinished: made,
 * and not yet given their tags, lock or ACL. It outlives the run, whatever moment it is killed at.
 */
final class LiveReplication implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final String CLAIM = "replication";

    private final WorkingFolder folder;
    private final DestinationBucket bucket;
    private final LiveRun live;
    private final Optional<Instant> unfinishedSince;
    private final BucketLocation destination;

    private LiveReplication(
            WorkingFolder folder,
            DestinationBucket bucket,
            LiveRun live,
            Optional<Instant> unfinishedSince,
            BucketLocation destination) {
        this.destination = destination;
        this.folder = folder;
        this.bucket = bucket;
        this.live = live;
        this.unfinishedSince = unfinishedSince;
    }

    /**
     * Begins a run.
     *
     * @param staleAfter how old the record of a dead run is; empty: ten of its heartbeats
     * @throws IllegalStateException if another is at work between the two buckets
     */
    static LiveReplication begin(
            WorkingPlace place, ReplicationTerms terms, Instant started, Optional<Duration> staleAfter) {
        RunId run = RunId.random();
        WorkingFolder folder = WorkingFolder.of(place, terms, run);
        DestinationBucket bucket = folder.open();
        try {
            RunRecords records = new RunRecords(bucket, folder.records());
            new DeadRuns(records, staleAfter).clear(dead -> clear(folder.of(dead.run()), terms));
            LiveRun live = new Claims(records, claim -> true).begin(run, onlyClaim(terms), started, HEARTBEAT);
            Optional<Instant> unfinished = bucket.read(folder.unfinished())
                    .map(StoredText::text)
                    .map(String::strip)
                    .map(Instant::parse);
            if (unfinished.isEmpty()) {
                bucket.put(folder.unfinished(), started + "\n", "text/plain; charset=utf-8");
            }
            return new LiveReplication(folder, bucket, live, unfinished, terms.destination());
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    /** What travels to tasks. */
    WorkingFolder folder() {
        return folder;
    }

    /** The report of this run. */
    ReportTerms report(ReportScope scope) {
        return report(folder, scope);
    }

    /** Since when replicas may have been left unfinished by earlier runs. */
    Optional<Instant> unfinishedSince() {
        return unfinishedSince;
    }

    /** Fails if others may have taken this run for dead. */
    void requireAlive() {
        live.requireAlive();
    }

    /** No replica is unfinished any more, be it of this run or of an earlier one. */
    void finish() {
        bucket.delete(folder.unfinished(), head -> true);
    }

    /** The run has ended by itself: uploads that it began without learning so, or could not abort, are aborted. */
    @Override
    public void close() {
        try (bucket;
                live) {
            UploadJournal.in(bucket, folder.journal()).abortLeftOvers(destination);
            live.end();
        }
    }

    private static ReportTerms report(WorkingFolder folder, ReportScope scope) {
        return ReportTerms.of(folder.place().bucket(), folder.place().prefix(), folder.run(), scope);
    }

    private static void clear(WorkingFolder dead, ReplicationTerms terms) {
        try (DestinationBucket bucket = dead.open()) {
            UploadJournal.in(bucket, dead.journal()).abortLeftOvers(terms.destination());
        }
        CompletionReport.clear(report(dead, ReportScope.ALL_TASKS));
    }

    /** There is one claim; who asks for a second learns that the first is taken. */
    private static Iterator<String> onlyClaim(ReplicationTerms terms) {
        return new Iterator<>() {
            private boolean isAsked;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public String next() {
                if (isAsked) {
                    throw new RivalRunException("Cannot replicate the bucket \""
                            + terms.source().alias() + "\" to \""
                            + terms.destination().alias()
                            + "\": another run is at work there. Wait until it has ended.");
                }
                isAsked = true;
                return CLAIM;
            }
        };
    }

    /** Another run is at work between the two buckets. */
    static final class RivalRunException extends NoSuchElementException {
        private static final long serialVersionUID = 1L;

        RivalRunException(String message) {
            super(message);
        }
    }
}
