package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.copy.Request.End;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends the missing versions of one key, the oldest first, and repairs those that drifted. Thread-safe; the versions of
 * one key are appended one after the other.
 */
final class KeyAppender {
    private final Ends ends;
    private final DestinationSettings settings;
    private final ReplicaWriter writer;
    private final DeleteMarkerWriter deleteMarkers;
    private final ReplicaCheck check;
    private final ReplicaRepair repair;
    private final ReplicaPlanner planner;
    private final Results results;

    KeyAppender(
            Ends ends,
            DestinationSettings settings,
            ReplicaWriter writer,
            DeleteMarkerWriter deleteMarkers,
            ReplicaCheck check,
            ReplicaRepair repair,
            ReplicaPlanner planner) {
        this.repair = repair;
        this.planner = planner;
        this.ends = ends;
        this.settings = settings;
        this.writer = writer;
        this.deleteMarkers = deleteMarkers;
        this.check = check;
        this.results = new Results(ends);
    }

    /** One result for each difference, in order; the destination is looked at before the first is appended. */
    List<CopyResult> append(List<Difference> differences, KeyProgress progress) {
        List<CopyResult> made = new ArrayList<>(differences.size());
        for (Difference difference : differences) {
            made.add(difference.outcome() == Outcome.DRIFTED ? repair(difference) : append(difference, progress));
        }
        return made;
    }

    /** A replica that stays as it is stands in nobody's way: what comes after it is appended. */
    private CopyResult repair(Difference difference) {
        String versionId = difference.seen().orElseThrow().versionId().toString();
        try {
            return results.repaired(difference, versionId, repair.repair(difference));
        } catch (TaskFailure failure) {
            return results.failed(difference, failure, "");
        }
    }

    private CopyResult append(Difference difference, KeyProgress progress) {
        if (progress.failure().isPresent()) {
            return results.notAppended(difference, progress.failure().get());
        }
        try {
            if (!progress.isGuarded()) {
                requireUnchanged(difference);
                progress.guarded(Top.of(difference.seen()));
            }
            return difference.version().isDeleteMarker()
                    ? appendDeleteMarker(difference, progress)
                    : appendObject(difference, progress);
        } catch (TaskFailure failure) {
            if (!failure.isLeftOut()) {
                progress.failed(failure);
            }
            return results.failed(difference, failure, progress.madeLast());
        }
    }

    private CopyResult appendObject(Difference difference, KeyProgress progress) {
        Written written = write(difference, progress.top());
        progress.made(written.made().versionId());
        ReplicaCheck.Checked checked = check.check(written.replica(), written.made(), progress.top());
        progress.appended(difference, new Top(checked.versionId(), checked.eTag(), Top.Kind.OBJECT));
        return results.copied(difference, checked.versionId(), checked.notes());
    }

    /** A source's storage class that the destination does not know is no reason to have no replica; a rule's is. */
    private Written write(Difference difference, Top top) {
        try {
            return writer.write(difference, top);
        } catch (TaskFailure refusal) {
            String storageClass = difference.version().storageClass().toString();
            // Ceph 16 says InvalidArgument.
            boolean isAboutClass = !storageClass.isEmpty()
                    && !storageClass.equals("STANDARD")
                    && (refusal.code().equals("InvalidStorageClass")
                            || refusal.code().equals("InvalidArgument"));
            if (!isAboutClass || !planner.leaveOut(difference, storageClass)) {
                throw refusal;
            }
            try {
                return writer.write(difference, top);
            } catch (TaskFailure anotherReason) {
                planner.takeBack(storageClass);
                throw anotherReason;
            }
        }
    }

    private CopyResult appendDeleteMarker(Difference difference, KeyProgress progress) {
        Made made = deleteMarkers.write(difference.version(), progress.top());
        progress.appended(difference, new Top(made.versionId(), "", Top.Kind.DELETE_MARKER));
        return results.copied(difference, made.versionId(), List.of());
    }

    private void requireUnchanged(Difference difference) {
        ListedVersion version = difference.version();
        if (ends.isHistory() && !settings.isVersioned(version)) {
            throw new TaskFailure(
                    "DstBucketUnversioned",
                    "Cannot write " + ends.describe(End.DESTINATION, version)
                            + ": the bucket's versioning is not Enabled, so that a write would destroy what it has");
        }
        Optional<ListedVersion> newest =
                ends.list(version, () -> ends.destinationEntries().newest(version.key()));
        if (!Top.of(difference.seen()).isStill(newest)) {
            throw new TaskFailure(
                    ends.isHistory() ? TaskFailure.HISTORY_CONFLICT : TaskFailure.DESTINATION_CHANGED,
                    "Cannot write " + ends.describe(End.DESTINATION, version) + ": when it was compared it had "
                            + text(difference.seen()) + ", and now it has " + text(newest)
                            + ". Nothing was written; run the replication again");
        }
    }

    private static String text(Optional<ListedVersion> entry) {
        return entry.map(found -> (found.isDeleteMarker() ? "the delete marker" : "the object") + " "
                        + (found.versionId().numBytes() > 0
                                ? "\"" + found.versionId() + "\""
                                : "with the ETag " + found.eTag()))
                .orElse("nothing");
    }

    static void requireCopyable(Difference difference) {
        if (!difference.outcome().isToBeCopied() && difference.outcome() != Outcome.DRIFTED) {
            throw new IllegalArgumentException("Cannot copy key \"" + difference.key()
                    + "\": its comparison ended in \"" + difference.outcome() + "\", which is nothing to copy");
        }
    }
}
