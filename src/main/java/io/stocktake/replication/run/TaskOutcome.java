package io.stocktake.replication.run;

import io.stocktake.replication.copy.CopyCounts;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.report.StagedResults;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a Spark task has done. Its size does not grow with the objects.
 *
 * @param found by the comparison
 * @param totals by rule
 * @param copies requests and bytes
 * @param succeeded versions that are where they should be
 * @param failed versions that are not
 * @param unfinished replicas that were made and may lack tags, lock or ACL
 * @param end whether it compared all of its keys, or stopped since too much had failed
 * @param results rows of the completion report; empty where there is no report
 */
record TaskOutcome(
        DiffCounts found,
        Map<String, CopyTotals> totals,
        CopyCounts copies,
        long succeeded,
        long failed,
        long unfinished,
        ReplicationResult.End end,
        List<StagedResults> results)
        implements Serializable {

    TaskOutcome {
        totals = Map.copyOf(totals);
        results = List.copyOf(results);
    }
}
