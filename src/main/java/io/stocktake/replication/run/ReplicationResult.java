package io.stocktake.replication.run;

import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.report.DeliveredCompletionReport;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run has done.
 *
 * @param found by the comparison
 * @param totals by the ID of the rule, {@code ""} where none decides
 * @param succeeded versions that are where they should be
 * @param failed versions that are not; those in place are not counted
 * @param requests sent by tasks
 * @param retries requests that repeated one that had failed
 * @param bytesStreamed through this application's processes
 * @param end how it ended
 * @param report the completion report, where one was asked for
 */
public record ReplicationResult(
        DiffCounts found,
        Map<String, CopyTotals> totals,
        long succeeded,
        long failed,
        long requests,
        long retries,
        long bytesStreamed,
        End end,
        Optional<DeliveredCompletionReport> report) {

    /** How a run ends. */
    public enum End {
        /** Every key was compared. */
        COMPLETE,
        /** More than half of at least 1,000 tasks had failed: it was stopped, and not every key was compared. */
        STOPPED
    }

    public ReplicationResult {
        Objects.requireNonNull(found, "found");
        totals = Map.copyOf(totals);
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(report, "report");
    }

    /** What became of all rules' versions. */
    public CopyTotals total() {
        return totals.values().stream().reduce(CopyTotals.NONE, CopyTotals::plus);
    }
}
