package io.stocktake.replication.run;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a destination's history should be after a run, said again over plain lists, the oldest entry first. */
final class HistoryModel {
    private static final String MARKER = "marker";

    /** Whether the rule of a key replicates delete markers. */
    enum Markers {
        REPLICATED,
        IGNORED
    }

    /**
     * An entry of a history.
     *
     * @param content its ETag, or {@code marker}
     */
    record Entry(String content, Instant date) {
        boolean isMarker() {
            return content.equals(MARKER);
        }
    }

    private HistoryModel() {}

    /** All entries of a bucket by key. */
    static Map<String, List<Entry>> read(EmbeddedBucket bucket) {
        Map<String, List<Entry>> histories = new TreeMap<>();
        for (StoredVersion version : bucket.versions()) {
            histories
                    .computeIfAbsent(version.key(), key -> new ArrayList<>())
                    .add(0, new Entry(version.isDeleteMarker() ? MARKER : version.eTag(), version.lastModified()));
        }
        return histories;
    }

    static List<String> contents(List<Entry> history) {
        return history.stream().map(Entry::content).toList();
    }

    /** What is on top of the destination's history once a run has ended: nothing if there is nothing to be appended. */
    static List<String> appended(List<Entry> source, List<Entry> destination, Markers markers) {
        List<Entry> mine = counted(source, markers);
        List<Entry> theirs = counted(destination, markers);
        if (markers == Markers.IGNORED
                && !destination.isEmpty()
                && destination.get(destination.size() - 1).isMarker()) {
            // It hides what a client would otherwise see.
            theirs.add(destination.get(destination.size() - 1));
        }
        List<String> s = contents(mine);
        List<String> d = contents(theirs);
        if (d.size() <= s.size() && s.subList(0, d.size()).equals(d)) {
            return s.subList(d.size(), s.size());
        }
        int aligned = s.lastIndexOf(d.get(d.size() - 1));
        if (aligned >= 0) {
            return s.subList(aligned + 1, s.size());
        }
        Instant newest = theirs.get(theirs.size() - 1).date();
        boolean isAllNewer = mine.stream().allMatch(entry -> entry.date().isAfter(newest));
        return Collections.disjoint(s, d) && isAllNewer ? s : List.of();
    }

    private static List<Entry> counted(List<Entry> history, Markers markers) {
        List<Entry> counted = new ArrayList<>();
        for (Entry entry : history) {
            if (entry.isMarker() && markers == Markers.IGNORED) {
                continue;
            }
            boolean isRepeated = entry.isMarker()
                    && !counted.isEmpty()
                    && counted.get(counted.size() - 1).isMarker();
            if (isRepeated) {
                counted.remove(counted.size() - 1);
            }
            counted.add(entry);
        }
        return counted;
    }
}
