package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Says what became of a difference. Thread-safe. */
final class Results {
    private static final int OK = 200;

    private final Ends ends;

    Results(Ends ends) {
        this.ends = ends;
    }

    /** A version was copied. */
    CopyResult copied(Difference difference, String replicaVersionId, List<CopyNote> notes) {
        return succeeded(difference, difference.version().size(), replicaVersionId, notes);
    }

    /** A version was put right where it is. */
    CopyResult repaired(Difference difference, String replicaVersionId, List<CopyNote> notes) {
        return succeeded(difference, 0, replicaVersionId, notes);
    }

    private CopyResult succeeded(Difference difference, long bytes, String replicaVersionId, List<CopyNote> notes) {
        return new CopyResult(
                difference,
                task(
                        difference,
                        TaskStatus.SUCCEEDED,
                        Optional.empty(),
                        OptionalInt.of(OK),
                        notes.stream().map(CopyNote::text).collect(Collectors.joining("; "))),
                bytes,
                replicaVersionId,
                notes);
    }

    /** The same with one more note. */
    CopyResult with(CopyResult result, CopyNote note) {
        List<CopyNote> notes = new ArrayList<>(result.notes());
        notes.add(note);
        return result.task().status() == TaskStatus.SUCCEEDED
                ? succeeded(result.difference(), result.bytes(), result.replicaVersionId(), notes)
                : new CopyResult(result.difference(), result.task(), result.bytes(), result.replicaVersionId(), notes);
    }

    /**
     * A version failed.
     *
     * @param replicaVersionId of what was made nevertheless; empty where nothing was
     */
    CopyResult failed(Difference difference, TaskFailure failure, String replicaVersionId) {
        return new CopyResult(
                difference,
                task(
                        difference,
                        TaskStatus.FAILED,
                        Optional.of(failure.code()).filter(code -> !code.isEmpty()),
                        failure.status(),
                        failure.getMessage()),
                0,
                replicaVersionId,
                List.of());
    }

    /** A version that comes after one that failed. */
    CopyResult notAppended(Difference difference, TaskFailure earlier) {
        return new CopyResult(
                difference,
                task(
                        difference,
                        TaskStatus.FAILED,
                        Optional.of(earlier.code()).filter(code -> !code.isEmpty()),
                        earlier.status(),
                        "Cannot copy " + ends.describe(End.SOURCE, difference.version())
                                + ": an older version of the key could not be copied, and what is left out cannot be"
                                + " inserted later"),
                0,
                "",
                List.of());
    }

    /** A version was copied, and stands above one that somebody else wrote meanwhile. */
    CopyResult aboveForeign(CopyResult copied, String foreignVersionId) {
        Difference difference = copied.difference();
        return new CopyResult(
                difference,
                task(
                        difference,
                        TaskStatus.FAILED,
                        Optional.of(TaskFailure.DESTINATION_CHANGED),
                        OptionalInt.of(OK),
                        "The replica \"" + copied.replicaVersionId() + "\" of "
                                + ends.describe(End.SOURCE, difference.version()) + " stands above version \""
                                + foreignVersionId + "\", which was written to bucket \""
                                + ends.destinationBucket().alias() + "\" of store \""
                                + ends.destinationBucket().store().name()
                                + "\" meanwhile. Both are there; nothing is lost"),
                copied.bytes(),
                copied.replicaVersionId(),
                copied.notes());
    }

    private CompletedTask task(
            Difference difference, TaskStatus status, Optional<String> code, OptionalInt httpStatus, String message) {
        return new CompletedTask(
                ends.sourceBucket().alias(),
                difference.key().toString(),
                ends.isHistory() ? Optional.of(difference.version().versionId().toString()) : Optional.empty(),
                status,
                code,
                httpStatus,
                message);
    }
}
