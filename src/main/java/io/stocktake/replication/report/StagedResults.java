package io.stocktake.replication.report;

import io.stocktake.s3.staging.StagedObject;
import java.io.Serializable;
import java.util.List;

/** What one task has for the completion report: to be given to {@link CompletionReport#add}, once. Immutable. */
public final class StagedResults implements Serializable {
    private static final long serialVersionUID = 1L;

    private final OfStatus succeeded;
    private final OfStatus failed;

    StagedResults(OfStatus succeeded, OfStatus failed) {
        this.succeeded = succeeded;
        this.failed = failed;
    }

    /** How many versions are where they should be, listed or not. */
    public long succeeded() {
        return succeeded.tasks();
    }

    /** How many are not. */
    public long failed() {
        return failed.tasks();
    }

    OfStatus of(TaskStatus status) {
        return status == TaskStatus.SUCCEEDED ? succeeded : failed;
    }

    @Override
    public String toString() {
        return "StagedResults[succeeded=" + succeeded() + ", failed=" + failed() + "]";
    }

    /** The results of one status. */
    static final class OfStatus implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long tasks;
        private final List<StagedObject> files;
        private final byte[] rows;

        /**
         * @param tasks how many there were, listed or not
         * @param files the files staged, in the order of their rows
         * @param rows the rows that are in none of them
         */
        OfStatus(long tasks, List<StagedObject> files, byte[] rows) {
            this.tasks = tasks;
            this.files = List.copyOf(files);
            this.rows = rows.clone();
        }

        long tasks() {
            return tasks;
        }

        List<StagedObject> files() {
            return files;
        }

        byte[] rows() {
            return rows.clone();
        }
    }
}
