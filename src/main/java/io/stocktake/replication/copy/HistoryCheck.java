package io.stocktake.replication.copy;

import io.stocktake.replication.copy.CopyNote.Kind;
import io.stocktake.replication.copy.KeyProgress.Appended;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;

/** Looks at a key after its versions were appended: whether somebody else's stand between them. Thread-safe. */
final class HistoryCheck {
    private final Ends ends;
    private final ReplicaPlanner planner;
    private final Results results;

    HistoryCheck(Ends ends, ReplicaPlanner planner) {
        this.ends = ends;
        this.planner = planner;
        this.results = new Results(ends);
    }

    /** The results, with those marked that stand above a version which this run did not see and did not make. */
    List<CopyResult> check(List<CopyResult> made, KeyProgress progress, Top seen) {
        if (!ends.isHistory() || progress.appended().isEmpty()) {
            return made;
        }
        Appended first = progress.appended().get(0);
        List<ListedVersion> entries = ends.list(
                first.difference().version(),
                () -> ends.destinationEntries().newestUntil(first.difference().key(), seen::isEntry));
        return marked(made, entries);
    }

    private List<CopyResult> marked(List<CopyResult> made, List<ListedVersion> newestFirst) {
        Map<String, Integer> own = new HashMap<>();
        for (int i = 0; i < made.size(); i++) {
            if (!made.get(i).replicaVersionId().isEmpty()) {
                own.put(made.get(i).replicaVersionId(), i);
            }
        }
        List<CopyResult> marked = new ArrayList<>(made);
        Integer above = null;
        for (ListedVersion entry : newestFirst) {
            String versionId = entry.versionId().toString();
            Integer ownIndex = own.get(versionId);
            if (ownIndex == null && above != null) {
                marked.set(above, results.aboveForeign(made.get(above), versionId));
            }
            if (ownIndex != null) {
                marked.set(ownIndex, withOwner(marked.get(ownIndex), entry));
            }
            above = ownIndex;
        }
        return marked;
    }

    /** In one store the owner may be the same, and where no rule changes it a reader may rely on it. */
    private CopyResult withOwner(CopyResult copied, ListedVersion replica) {
        UTF8String owner = copied.difference().version().ownerId();
        boolean isAnother = ends.isOneStore()
                && owner.numBytes() > 0
                && replica.ownerId().numBytes() > 0
                && !owner.equals(replica.ownerId())
                && !planner.hasOwnerOverride(copied.difference());
        return isAnother
                ? results.with(
                        copied,
                        new CopyNote(
                                Kind.OWNER_DIFFERS,
                                "the replica belongs to \"" + replica.ownerId() + "\", who wrote it, the source to \""
                                        + owner + "\""))
                : copied;
    }
}
