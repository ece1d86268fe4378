package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.Optional;
import java.util.OptionalInt;

/** The tasks of versions that no copier is asked about: what the completion report says of them. */
final class UncopiedTasks {
    private static final int OK = 200;

    private final ReplicationTerms terms;

    UncopiedTasks(ReplicationTerms terms) {
        this.terms = terms;
    }

    /** The task of a version that is in place, in conflict, not insertable or not eligible. */
    CompletedTask of(Difference difference) {
        return switch (difference.outcome()) {
            case EQUAL -> succeeded(difference, "");
            case BY_SIZE_AND_DATE -> succeeded(difference, "in place by size and date");
            case CONFLICT -> failed(difference, "HistoryConflict", difference.reason());
            case NOT_INSERTABLE ->
                failed(
                        difference,
                        "NotInsertable",
                        "a later version is at the destination already, and S3 has no way to insert one below it");
            case NOT_ELIGIBLE -> failed(difference, "SrcObjectNotEligible", difference.reason());
            case SOURCE_ONLY, CHANGED, DRIFTED, DESTINATION_ONLY ->
                throw new IllegalArgumentException(
                        "Cannot report what is " + difference.outcome() + " without a copier");
        };
    }

    private CompletedTask succeeded(Difference difference, String message) {
        return task(difference, TaskStatus.SUCCEEDED, Optional.empty(), OptionalInt.of(OK), message);
    }

    private CompletedTask failed(Difference difference, String code, String why) {
        String key = difference.key().toString();
        String message = "Cannot copy key \"" + key + "\" to the bucket \""
                + terms.destination().alias() + "\": " + why;
        return task(difference, TaskStatus.FAILED, Optional.of(code), OptionalInt.empty(), message);
    }

    private CompletedTask task(
            Difference difference, TaskStatus status, Optional<String> code, OptionalInt httpStatus, String message) {
        String versionId = difference.version().versionId().toString();
        return new CompletedTask(
                terms.source().alias(),
                difference.key().toString(),
                Optional.of(versionId).filter(id -> !id.isEmpty()),
                status,
                code,
                httpStatus,
                message);
    }
}
