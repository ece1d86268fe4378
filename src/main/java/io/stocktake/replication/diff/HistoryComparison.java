package io.stocktake.replication.diff;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the counted entries of a key, both sides oldest first. Not thread-safe.
 *
 * <p>A client cannot choose a version id, so a replica is known by its content, and an entry can only be appended:
 *
 * <ol>
 *   <li>the destination is the oldest part of the source: the rest is appended;
 *   <li>else its newest entry is one of the source's: what is newer is appended, what is missing below cannot be;
 *   <li>else, if it has nothing of the source: all is appended where all of it is newer;
 *   <li>else the destination has something of its own on top: a conflict.
 * </ol>
 */
final class HistoryComparison {
    private static final String HAS_ITS_OWN = "the destination has other entries, and they are not older";
    private static final String HAS_NEWER = "the destination has an entry of its own on top";
    private static final String IS_DELETED = "the destination has a delete marker of its own on top";

    private final List<ListedVersion> source;
    private final List<ListedVersion> destination;
    private final Findings findings;
    private final Selection selection;
    private final VersionEquality equality;

    HistoryComparison(
            List<ListedVersion> source, List<ListedVersion> destination, Findings findings, VersionEquality equality) {
        this.source = source;
        this.destination = destination;
        this.findings = findings;
        this.selection = findings.selection();
        this.equality = equality;
    }

    boolean isSourceEmpty() {
        return source.isEmpty();
    }

    /** The differences, the oldest version first. */
    List<Difference> compare(OnConflict onConflict) {
        if (destination.isEmpty()) {
            for (ListedVersion version : source) {
                selection
                        .rule(version)
                        .ifPresent(rule -> findings.toBeCopied(Outcome.SOURCE_ONLY, version, rule, Optional.empty()));
            }
            return findings.differences();
        }
        Alignment alignment = align();
        if (alignment.isAligned()) {
            appendNewer(alignment);
        } else if (!alignment.hasMatch() && isAllNewer()) {
            appendAll();
        } else if (onConflict == OnConflict.COPY_LATEST
                && selection.rule(source.get(source.size() - 1)).isPresent()) {
            copyLatest(alignment);
        } else {
            conflict(alignment);
        }
        return findings.differences();
    }

    private void appendNewer(Alignment alignment) {
        for (int i = 0; i < source.size(); i++) {
            ListedVersion version = source.get(i);
            if (alignment.isPresent(i)) {
                inPlace(alignment, i);
            } else if (alignment.isNewer(i)) {
                selection
                        .rule(version)
                        .ifPresent(rule -> findings.toBeCopied(Outcome.CHANGED, version, rule, newest()));
            } else {
                selection.rule(version).ifPresent(rule -> findings.notInsertable(version, rule, newest()));
            }
        }
    }

    private void appendAll() {
        for (ListedVersion version : source) {
            selection.rule(version).ifPresent(rule -> findings.toBeCopied(Outcome.CHANGED, version, rule, newest()));
        }
    }

    /** Once the current version is on top, what is missing below it cannot be inserted. */
    private void copyLatest(Alignment alignment) {
        int latest = source.size() - 1;
        for (int i = 0; i < latest; i++) {
            ListedVersion version = source.get(i);
            if (alignment.isPresent(i)) {
                inPlace(alignment, i);
            } else {
                selection.rule(version).ifPresent(rule -> findings.notInsertable(version, rule, newest()));
            }
        }
        ListedVersion version = source.get(latest);
        selection.rule(version).ifPresent(rule -> findings.toBeCopied(Outcome.CHANGED, version, rule, newest()));
    }

    /** One for each version that is missing, or for the newest that is not where none is. */
    private void conflict(Alignment alignment) {
        String reason = reason(alignment);
        int latest = source.size() - 1;
        List<Optional<ReplicationRule>> missing = new ArrayList<>();
        for (int i = 0; i <= latest; i++) {
            missing.add(alignment.isPresent(i) ? Optional.empty() : selection.rule(source.get(i)));
        }
        boolean isAnyMissing = missing.stream().anyMatch(Optional::isPresent);
        int newestInPlace = latest;
        while (newestInPlace >= 0 && !alignment.isPresent(newestInPlace)) {
            newestInPlace--;
        }
        for (int i = 0; i <= latest; i++) {
            ListedVersion version = source.get(i);
            if (missing.get(i).isPresent()) {
                findings.conflict(version, missing.get(i), newest(), reason);
            } else if (i == newestInPlace && !isAnyMissing && selection.isListed(version)) {
                findings.conflict(version, selection.knownRule(version), newest(), reason);
            } else if (alignment.isPresent(i)) {
                inPlace(alignment, i);
            }
        }
    }

    private String reason(Alignment alignment) {
        if (newest().orElseThrow().isDeleteMarker()) {
            return IS_DELETED;
        }
        return alignment.hasMatch() ? HAS_NEWER : HAS_ITS_OWN;
    }

    private void inPlace(Alignment alignment, int index) {
        findings.inPlace(source.get(index), destination.get(alignment.partner(index)), alignment.sameness(index));
    }

    private Optional<ListedVersion> newest() {
        return Optional.of(destination.get(destination.size() - 1));
    }

    private boolean isAllNewer() {
        long newest = destination.get(destination.size() - 1).lastModified();
        return source.stream().allMatch(version -> version.lastModified() > newest);
    }

    private Alignment align() {
        // Where the listings alone show that nothing is missing, no request could show more.
        Alignment listed = Alignment.of(
                source,
                destination,
                (mine, theirs) -> VersionEquality.isListedEqual(mine, theirs) ? Sameness.EQUAL : Sameness.DIFFERENT);
        if (listed.isComplete()) {
            return listed;
        }
        Alignment whole = Alignment.of(source, destination, equality::of);
        return whole.isAligned() && selection.isNarrow() ? narrowed(whole) : whole;
    }

    /**
     * Versions that no rule selects may be there, from when a rule did, or not. Where a missing version is like one that
     * is there, the alignment without the unselected ones is tried: the destination may have the one and not the other.
     * Without it a second run would append the version again, and a run after a killed one miss some.
     */
    private Alignment narrowed(Alignment whole) {
        boolean isAmbiguous = false;
        for (int i = 0; i < source.size() && !isAmbiguous; i++) {
            ListedVersion version = source.get(i);
            isAmbiguous = !whole.isPresent(i)
                    && destination.stream()
                            .anyMatch(entry -> equality.of(version, entry).isSame())
                    && selection.rule(version).isPresent();
        }
        if (!isAmbiguous) {
            return whole;
        }
        List<Integer> selected = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            if (selection.rule(source.get(i)).isPresent()) {
                selected.add(i);
            }
        }
        Alignment narrow = Alignment.of(selected.stream().map(source::get).toList(), destination, equality::of);
        return narrow.isOldestPart() || narrow.isComplete() ? narrow.spread(selected, source.size()) : whole;
    }
}
