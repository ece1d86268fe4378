package io.stocktake.replication.run;

import io.stocktake.replication.copy.CopyCounts;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.report.DeliveredCompletionReport;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up on the driver what tasks have done, as they end. Thread-safe. */
final class ResultSum {
    private final Map<String, CopyTotals> totals = new TreeMap<>();
    private DiffCounts found = DiffCounts.NONE;
    private CopyCounts copies = new CopyCounts(0, 0, 0, 0);
    private long succeeded;
    private long failed;
    private long unfinished;
    private boolean isAnyStopped;

    synchronized void add(TaskOutcome outcome) {
        found = found.plus(outcome.found());
        outcome.totals().forEach((rule, total) -> totals.merge(rule, total, CopyTotals::plus));
        copies = new CopyCounts(
                copies.requests() + outcome.copies().requests(),
                copies.retries() + outcome.copies().retries(),
                copies.bytesStreamed() + outcome.copies().bytesStreamed(),
                copies.bytesCopiedByStore() + outcome.copies().bytesCopiedByStore());
        succeeded += outcome.succeeded();
        failed += outcome.failed();
        unfinished += outcome.unfinished();
        isAnyStopped |= outcome.end() == ReplicationResult.End.STOPPED;
    }

    /**
     * Whether too much has failed: of all tasks, or of those of one range, which has then not been compared to its end and
     * must not pass for compared.
     */
    synchronized boolean isThresholdCrossed() {
        return isAnyStopped || FailureThreshold.isCrossed(succeeded, counted());
    }

    /** Whether each replica that was made has its tags, lock and ACL. */
    synchronized boolean isFinished() {
        return unfinished == 0;
    }

    private long counted() {
        return totals.values().stream()
                .flatMap(total -> total.failed().entrySet().stream())
                .filter(code -> FailureThreshold.counts(code.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    synchronized ReplicationResult result(ReplicationResult.End end, Optional<DeliveredCompletionReport> report) {
        return new ReplicationResult(
                found,
                totals,
                succeeded,
                failed,
                found.requests() + copies.requests(),
                found.retries() + copies.retries(),
                copies.bytesStreamed(),
                end,
                report);
    }
}
