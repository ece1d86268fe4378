package io.stocktake.replication.copy;

import io.stocktake.replication.copy.KeyProgress.Appended;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at a key after its versions were appended: whether somebody else's stand between them. Thread-safe. */
final class HistoryCheck {
    private final Ends ends;
    private final Results results;

    HistoryCheck(Ends ends) {
        this.ends = ends;
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
            above = ownIndex;
        }
        return marked;
    }
}
