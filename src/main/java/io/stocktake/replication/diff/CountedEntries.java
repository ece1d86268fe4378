package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a history that count, oldest first. A run of delete markers counts as one, its newest: of three DELETEs
 * Ceph keeps one marker, AWS three.
 */
final class CountedEntries {
    private CountedEntries() {}

    /** Of the source: all object versions, and delete markers where they are replicated. */
    static List<ListedVersion> ofSource(KeyHistory history, DeleteMarkers markers) {
        return counted(history.newestFirst(), markers);
    }

    /**
     * Of the destination: the same, and a delete marker on top in any case, since it hides the object that a client would
     * otherwise see.
     */
    static List<ListedVersion> ofDestination(KeyHistory history, DeleteMarkers markers) {
        List<ListedVersion> counted = counted(history.newestFirst(), markers);
        boolean isHidden = markers == DeleteMarkers.IGNORED
                && !history.isAbsent()
                && history.newestFirst().get(0).isDeleteMarker();
        if (!isHidden) {
            return counted;
        }
        List<ListedVersion> all = new ArrayList<>(counted);
        all.add(history.newestFirst().get(0));
        return all;
    }

    private static List<ListedVersion> counted(List<ListedVersion> newestFirst, DeleteMarkers markers) {
        List<ListedVersion> oldestFirst = new ArrayList<>(newestFirst.size());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            ListedVersion version = newestFirst.get(i);
            if (version.isDeleteMarker() && markers == DeleteMarkers.IGNORED) {
                continue;
            }
            int last = oldestFirst.size() - 1;
            if (version.isDeleteMarker() && last >= 0 && oldestFirst.get(last).isDeleteMarker()) {
                oldestFirst.set(last, version);
            } else {
                oldestFirst.add(version);
            }
        }
        return oldestFirst;
    }

    /** Whether the rule of a key replicates delete markers. */
    enum DeleteMarkers {
        REPLICATED,
        IGNORED
    }
}
