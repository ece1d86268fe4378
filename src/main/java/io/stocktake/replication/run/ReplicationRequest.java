package io.stocktake.replication.run;

import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.copy.CopyTerms;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.run.WorkingPlace;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What one run is to do: compare by these terms, copy by those.
 *
 * @param diff what to compare
 * @param copy how to copy; of the same buckets and rules
 * @param work where the work is found
 * @param place where the run leaves its record, its journal and its report; empty: nowhere
 * @param report the scope of the completion report; empty: there is none
 * @param staleAfter how old the record of a dead run is; empty: ten of its heartbeats
 */
public record ReplicationRequest(
        DiffRequest diff,
        CopyTerms copy,
        WorkSource work,
        Optional<WorkingPlace> place,
        Optional<ReportScope> report,
        Optional<Duration> staleAfter) {

    public ReplicationRequest {
        Objects.requireNonNull(diff, "diff");
        Objects.requireNonNull(copy, "copy");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(staleAfter, "staleAfter");
        if (report.isPresent() && place.isEmpty()) {
            throw new IllegalArgumentException("Cannot write a completion report: no place is given for it");
        }
    }

    /** A run that keeps nothing of itself. */
    public static ReplicationRequest of(DiffRequest diff, CopyTerms copy) {
        return new ReplicationRequest(
                diff, copy, WorkSource.listings(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with its work from there. */
    public ReplicationRequest with(WorkSource newWork) {
        return new ReplicationRequest(diff, copy, newWork, place, report, staleAfter);
    }

    /** The same with its records there. */
    public ReplicationRequest at(WorkingPlace newPlace) {
        return new ReplicationRequest(diff, copy, work, Optional.of(newPlace), report, staleAfter);
    }

    /** The same with a report. */
    public ReplicationRequest reporting(ReportScope scope) {
        return new ReplicationRequest(diff, copy, work, place, Optional.of(scope), staleAfter);
    }

    /** The same with a dead run known by a record of that age. */
    public ReplicationRequest withStaleAfter(Optional<Duration> newStaleAfter) {
        return new ReplicationRequest(diff, copy, work, place, report, newStaleAfter);
    }

    /** From where to where, and by which rules. */
    public ReplicationTerms terms() {
        return diff.terms();
    }

    ReplicationRequest with(DiffRequest newDiff) {
        return new ReplicationRequest(newDiff, copy, work, place, report, staleAfter);
    }
}
