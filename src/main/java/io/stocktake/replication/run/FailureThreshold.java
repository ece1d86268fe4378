package io.stocktake.replication.run;

import java.util.Set;

/**
 * When a job gives up: after 1,000 tasks, if more than half of those that were run have failed, as S3 Batch Operations
 * does.
 *
 * <p>A version that no run can copy, because of what the destination has or of how the source is encrypted, is a failed
 * task and does not count here: else a bucket with a thousand of them would be given up in every run, before its new
 * objects are reached.
 */
final class FailureThreshold {
    private static final long TASKS = 1_000;

    private static final Set<String> LASTING = Set.of("HistoryConflict", "NotInsertable", "SrcObjectNotEligible");

    private FailureThreshold() {}

    /** Whether a failure of this code counts. */
    static boolean counts(String errorCode) {
        return !LASTING.contains(errorCode);
    }

    /** Whether a job of which so many tasks succeeded and so many that count failed is to be stopped. */
    static boolean isCrossed(long succeeded, long failed) {
        return succeeded + failed >= TASKS && failed > succeeded;
    }
}
