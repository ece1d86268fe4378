package io.stocktake.replication.report;

import io.stocktake.s3.DestinationBucket;
import java.util.EnumMap;
import java.util.Map;

/**
 * The results of one Spark task. Few of them travel to the driver as they are; many are staged as files, which nobody sees
 * before {@link CompletionReport#commit}. Holds at most 5 MiB a status in memory. Not thread-safe.
 *
 * <pre>{@code
 * try (ResultFiles results = ResultFiles.open(terms)) {
 *     versions.forEachRemaining(version -> results.add(copy(version)));
 *     return results.finish();
 * }
 * }</pre>
 */
public final class ResultFiles implements AutoCloseable {
    private final DestinationBucket bucket;
    private final ReportScope scope;
    private final ResultRows rows = new ResultRows();
    private final Map<TaskStatus, ResultWriter> writers = new EnumMap<>(TaskStatus.class);
    private final Map<TaskStatus, Long> tasks = new EnumMap<>(TaskStatus.class);
    private boolean isFinished;

    private ResultFiles(ReportTerms terms, ResultLimits limits) {
        this.bucket = terms.open();
        this.scope = terms.scope();
        for (TaskStatus status : TaskStatus.values()) {
            writers.put(status, new ResultWriter(bucket, terms, limits));
            tasks.put(status, 0L);
        }
    }

    /** Begins; no request is sent before there is much to report. */
    public static ResultFiles open(ReportTerms terms) {
        return open(terms, ResultLimits.TASK);
    }

    static ResultFiles open(ReportTerms terms, ResultLimits limits) {
        return new ResultFiles(terms, limits);
    }

    /**
     * Adds a row, or only counts it where the report does not list its like.
     *
     * @throws io.stocktake.s3.StoreException if rows cannot be staged
     */
    public void add(CompletedTask task) {
        if (isFinished) {
            throw new IllegalStateException("Cannot add to the results of a task: they are finished");
        }
        TaskStatus status = task.status();
        tasks.merge(status, 1L, Long::sum);
        if (scope.lists(status)) {
            writers.get(status).write(rows.row(task));
        }
    }

    /** Stages what is left. What is staged is the driver's from now on. To be called once, after the last row. */
    public StagedResults finish() {
        StagedResults staged = new StagedResults(of(TaskStatus.SUCCEEDED), of(TaskStatus.FAILED));
        isFinished = true;
        return staged;
    }

    /** Aborts what was staged, unless {@link #finish} has handed it over. What fails here is left to the driver. */
    @Override
    public void close() {
        try (bucket) {
            if (!isFinished) {
                isFinished = true;
                writers.values().forEach(ResultWriter::abort);
            }
        }
    }

    private StagedResults.OfStatus of(TaskStatus status) {
        ResultWriter writer = writers.get(status);
        return new StagedResults.OfStatus(tasks.get(status), writer.finish(), writer.held());
    }
}
