package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.copy.Copier;
import io.stocktake.replication.copy.CopyResult;
import io.stocktake.replication.copy.CopyTerms;
import io.stocktake.replication.copy.UploadJournal;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.ReportTerms;
import io.stocktake.replication.report.ResultFiles;
import io.stocktake.replication.report.StagedResults;
import io.stocktake.s3.DestinationBucket;
import java.io.Serializable;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/**
 * Compares the keys of a piece of work and copies what is missing. Runs on executors, one piece of work a task.
 *
 * <p>An attempt that follows one that was lost compares anew, finds the replicas that are there, and finishes those that
 * the other had made and not yet given their tags, lock or ACL.
 *
 * @param <W> a piece of work
 */
final class ReplicationTask<W> extends AbstractFunction2<TaskContext, scala.collection.Iterator<W>, TaskOutcome>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final DiffRequest diff;
    private final CopyTerms copy;
    private final Work<W> work;
    private final ReplicationMetrics metrics;
    private final Instant started;
    /** Null where there is none: an Optional is not serializable. */
    private final WorkingFolder folder;
    /** Null where there is none. */
    private final ReportTerms report;

    ReplicationTask(
            ReplicationRequest request,
            Work<W> work,
            ReplicationMetrics metrics,
            Instant started,
            Optional<WorkingFolder> folder,
            Optional<ReportTerms> report) {
        this.diff = request.diff();
        this.copy = request.copy();
        this.work = work;
        this.metrics = metrics;
        this.started = started;
        this.folder = folder.orElse(null);
        this.report = report.orElse(null);
    }

    @Override
    public TaskOutcome apply(TaskContext context, scala.collection.Iterator<W> pieces) {
        DiffRequest request =
                context.attemptNumber() == 0 || !diff.compareSince().equals(Instant.MAX)
                        ? diff
                        : diff.comparingSince(started);
        try (Comparison comparison = work.open(request, context.partitionId(), CollectionConverters.asJava(pieces));
                JournalBucket journal = new JournalBucket(folder);
                Copier copier = Copier.open(copy, journal.journal())) {
            if (report == null) {
                return run(comparison, copier, Optional.empty());
            }
            try (ResultFiles results = ResultFiles.open(report)) {
                return run(comparison, copier, Optional.of(results));
            }
        }
    }

    private TaskOutcome run(Comparison comparison, Copier copier, Optional<ResultFiles> results) {
        DiffReader reader = comparison.reader();
        CopyTally tally = new CopyTally();
        UncopiedTasks uncopied = new UncopiedTasks(diff.terms());
        ToBeCopied differences = new ToBeCopied(comparison, difference -> {
            CompletedTask task = uncopied.of(difference);
            tally.add(difference, task);
            results.ifPresent(files -> files.add(task));
        });
        Iterator<CopyResult> copies = copier.copy(differences);
        // What a task has seen itself is enough to stop it; the driver watches over all of them.
        boolean isStopped = false;
        while (!isStopped && copies.hasNext()) {
            CopyResult result = copies.next();
            tally.add(result);
            results.ifPresent(files -> files.add(result.task()));
            count(reader, copier, tally);
            isStopped = FailureThreshold.isCrossed(tally.succeeded(), tally.counted());
        }
        if (!isStopped) {
            for (CompletedTask task : comparison.leftOver()) {
                tally.add(task);
                results.ifPresent(files -> files.add(task));
            }
        }
        count(reader, copier, tally);
        List<StagedResults> staged =
                results.map(ResultFiles::finish).map(List::of).orElse(List.of());
        return new TaskOutcome(
                reader.counts(),
                tally.totals(),
                copier.counts(),
                tally.succeeded(),
                tally.failed(),
                tally.unfinished(),
                isStopped ? ReplicationResult.End.STOPPED : ReplicationResult.End.COMPLETE,
                staged);
    }

    private void count(DiffReader reader, Copier copier, CopyTally tally) {
        metrics.set(
                reader.counts().keys(),
                tally,
                tally.bytes(),
                reader.counts().requests() + copier.counts().requests(),
                reader.counts().retries() + copier.counts().retries());
    }

    /** Those of the reader's differences that a copier can do something about; the others are done with at once. */
    private static final class ToBeCopied implements Iterator<Difference> {
        private final Comparison comparison;
        private final DiffReader reader;
        private final Others others;
        private Optional<Difference> next = Optional.empty();
        private boolean isAtEnd;

        private ToBeCopied(Comparison comparison, Others others) {
            this.comparison = comparison;
            this.reader = comparison.reader();
            this.others = others;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && !isAtEnd) {
                if (!reader.next()) {
                    isAtEnd = true;
                    continue;
                }
                comparison.seen(reader.get());
                if (isForCopier(reader.get().outcome())) {
                    next = Optional.of(reader.get());
                } else {
                    others.accept(reader.get());
                }
            }
            return next.isPresent();
        }

        @Override
        public Difference next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Difference difference = next.orElseThrow();
            next = Optional.empty();
            return difference;
        }

        private static boolean isForCopier(Outcome outcome) {
            return outcome.isToBeCopied() || outcome == Outcome.DRIFTED;
        }
    }

    /** Takes what needs no copier. */
    private interface Others {
        void accept(Difference difference);
    }

    /** The connection that a journal is written over. */
    private static final class JournalBucket implements AutoCloseable {
        private final Optional<DestinationBucket> bucket;
        private final UploadJournal journal;

        /** @param folder null where there is none */
        private JournalBucket(WorkingFolder folder) {
            this.bucket = Optional.ofNullable(folder).map(WorkingFolder::open);
            this.journal =
                    bucket.map(open -> UploadJournal.in(open, folder.journal())).orElseGet(UploadJournal::none);
        }

        private UploadJournal journal() {
            return journal;
        }

        @Override
        public void close() {
            bucket.ifPresent(DestinationBucket::close);
        }
    }
}
