package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.report.CompletedTask;
import java.util.List;
import java.util.Objects;

/**
 * What became of one difference. Immutable.
 *
 * @param difference as it was given
 * @param task the row of the completion report
 * @param bytes of the replica that was made; 0 where none was, for a delete marker and for a repair
 * @param replicaVersionId of the replica that was made or repaired; empty where none was, or where the destination has no
 *     versions. Present as well in a failure after the replica was made
 * @param notes what is worth knowing and no failure
 */
public record CopyResult(
        Difference difference, CompletedTask task, long bytes, String replicaVersionId, List<CopyNote> notes) {

    public CopyResult {
        Objects.requireNonNull(difference, "difference");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(replicaVersionId, "replicaVersionId");
        notes = List.copyOf(notes);
    }
}
