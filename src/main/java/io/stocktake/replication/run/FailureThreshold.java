package io.stocktake.replication.run;

/**
 * When a job gives up: after 1,000 tasks, if more than half of those that were run have failed, as S3 Batch Operations
 * does.
 */
final class FailureThreshold {
    private static final long TASKS = 1_000;

    private FailureThreshold() {}

    /** Whether a job of which so many tasks succeeded and so many failed is to be stopped. */
    static boolean isCrossed(long succeeded, long failed) {
        return succeeded + failed >= TASKS && failed > succeeded;
    }
}
