package io.stocktake.replication.report;

import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.Md5;
import io.stocktake.s3.StoreException;
import io.stocktake.s3.staging.StagedObject;
import io.stocktake.s3.staging.StagedObjects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The completion report of one job, on the driver. Until {@link #commit} nobody sees anything of it. The manifest's MD5 is
 * the last that is written: a report that has one is complete. Thread-safe.
 *
 * <p>What it holds in memory grows with the files, a few hundred bytes each, and not with the rows.
 */
public final class CompletionReport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionReport.class);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";

    private final ReportTerms terms;
    private final DestinationBucket bucket;
    private final Map<TaskStatus, ResultWriter> joined = new EnumMap<>(TaskStatus.class);
    private final Map<TaskStatus, List<StagedObject>> files = new EnumMap<>(TaskStatus.class);
    private final Map<TaskStatus, Long> tasks = new EnumMap<>(TaskStatus.class);
    private boolean isDone;

    private CompletionReport(ReportTerms terms, DestinationBucket bucket, ResultLimits limits) {
        this.terms = terms;
        this.bucket = bucket;
        for (TaskStatus status : TaskStatus.values()) {
            joined.put(status, new ResultWriter(bucket, terms, limits));
            files.put(status, new ArrayList<>());
            tasks.put(status, 0L);
        }
    }

    /**
     * Begins a report; a bucket that cannot be listed fails now, and not at the end of a long run.
     *
     * @throws IllegalArgumentException if the job has a report, or part of one
     * @throws StoreException if the bucket cannot be listed
     */
    public static CompletionReport open(ReportTerms terms) {
        return open(terms, ResultLimits.FILE_BYTES);
    }

    /** @param fileBytes a file of joined rows that has so many is followed by the next */
    static CompletionReport open(ReportTerms terms, long fileBytes) {
        DestinationBucket bucket = terms.open();
        try {
            if (!bucket.isEmpty(terms.root())) {
                throw new IllegalArgumentException("Cannot begin a completion report: the job \"" + terms.jobId()
                        + "\" has one, there are objects under \"" + terms.root() + "\" in the bucket \""
                        + terms.bucket().alias() + "\"");
            }
            return new CompletionReport(terms, bucket, new ResultLimits(0, fileBytes));
        } catch (RuntimeException failure) {
            bucket.close();
            throw failure;
        }
    }

    /**
     * Adds the results of a task, once it has ended; those of an attempt whose end nobody saw must not come.
     *
     * @throws StoreException if rows cannot be staged
     */
    public synchronized void add(StagedResults results) {
        requireOpen();
        for (TaskStatus status : TaskStatus.values()) {
            StagedResults.OfStatus ofStatus = results.of(status);
            tasks.merge(status, ofStatus.tasks(), Long::sum);
            files.get(status).addAll(ofStatus.files());
            byte[] rows = ofStatus.rows();
            if (rows.length > 0) {
                joined.get(status).write(rows);
            }
        }
    }

    /**
     * Makes what was added a report. Where this fails, {@link #abort} or {@link #close} leaves nothing of it.
     *
     * @param creation when the job ended; the report says it to the millisecond
     * @throws StoreException if the store refuses, or does not answer
     */
    public synchronized DeliveredCompletionReport commit(Instant creation) {
        requireOpen();
        List<StagedObject> all = new ArrayList<>();
        List<CompletionReportManifest.Result> results = new ArrayList<>();
        for (TaskStatus status : TaskStatus.values()) {
            List<StagedObject> ofStatus = files.get(status);
            ofStatus.addAll(joined.get(status).finish());
            all.addAll(ofStatus);
            ofStatus.forEach(file -> results.add(
                    new CompletionReportManifest.Result(status, terms.bucket().alias(), file.md5(), file.key())));
        }
        StagedObjects.complete(bucket, all, "the result files of a completion report");
        String manifest = new CompletionReportManifest(creation, results, CompletionReportManifest.SCHEMA).toJson();
        bucket.put(terms.manifest(), manifest, JSON);
        bucket.put(terms.checksum(), checksum(manifest), TEXT);
        isDone = true;
        clearUploads();
        return delivered(all);
    }

    /** Leaves nothing of this report. Does nothing after a commit. */
    public synchronized void abort() {
        if (!isDone) {
            isDone = true;
            clear(terms, bucket);
        }
    }

    /** Aborts what was not committed. */
    @Override
    public synchronized void close() {
        try (bucket) {
            abort();
        }
    }

    /**
     * Removes what a job that is dead has left of its report: everything, or only its open uploads where the report is
     * complete.
     *
     * @throws StoreException if the store refuses, or does not answer
     */
    public static void clear(ReportTerms terms) {
        try (DestinationBucket bucket = terms.open()) {
            clear(terms, bucket);
        }
    }

    /** It looks in the store, and not at what tasks told: a message that a killed task would have sent does not arrive. */
    private static void clear(ReportTerms terms, DestinationBucket bucket) {
        if (bucket.head(terms.checksum()).isEmpty()) {
            // What tells readers of the report goes before what they would read.
            bucket.delete(terms.manifest(), head -> true);
            bucket.keys(terms.results(), key -> bucket.delete(key, head -> true));
        }
        bucket.uploads().abortAll(terms.root());
    }

    /** Of attempts that lost against another, and of requests whose answers were. */
    private void clearUploads() {
        try {
            bucket.uploads().abortAll(terms.root());
        } catch (StoreException failure) {
            LOG.warn(
                    "Delivered a completion report and could not abort the uploads that it has no use for: {}",
                    failure.getMessage());
        }
    }

    private void requireOpen() {
        if (isDone) {
            throw new IllegalStateException(
                    "Cannot change the completion report of the job \"" + terms.jobId() + "\": it has ended");
        }
    }

    private DeliveredCompletionReport delivered(Collection<StagedObject> all) {
        return new DeliveredCompletionReport(
                terms.bucket(),
                terms.manifest(),
                tasks.get(TaskStatus.SUCCEEDED),
                tasks.get(TaskStatus.FAILED),
                all.size(),
                all.stream().mapToLong(StagedObject::size).sum());
    }

    private static String checksum(String manifest) {
        return HexFormat.of().formatHex(Md5.digest().digest(manifest.getBytes(StandardCharsets.UTF_8))) + "\n";
    }
}
