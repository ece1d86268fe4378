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
        int latest = source.size() - 1;
        if (destination.isEmpty()) {
            copy(0, Outcome.SOURCE_ONLY, Optional.empty());
            return findings.differences();
        }
        Optional<ListedVersion> newest = Optional.of(destination.get(destination.size() - 1));
        Alignment alignment = align();
        if (alignment.isAligned()) {
            keep(alignment, alignment.firstNewer(), newest);
            copy(alignment.firstNewer(), Outcome.CHANGED, newest);
        } else if (!alignment.hasMatch() && isAllNewer()) {
            copy(0, Outcome.CHANGED, newest);
        } else if (onConflict == OnConflict.COPY_LATEST && rule(latest).isPresent()) {
            // Once the current version is on top, what is missing below it cannot be inserted.
            keep(alignment, latest, newest);
            copy(latest, Outcome.CHANGED, newest);
        } else {
            conflict(alignment, newest);
        }
        return findings.differences();
    }

    /** What is selected from there on is to be copied. */
    private void copy(int from, Outcome outcome, Optional<ListedVersion> newest) {
        for (int i = from; i < source.size(); i++) {
            ListedVersion version = source.get(i);
            rule(i).ifPresent(rule -> findings.toBeCopied(outcome, version, rule, newest));
        }
    }

    /** What lies below there is in place, or cannot be inserted. */
    private void keep(Alignment alignment, int to, Optional<ListedVersion> newest) {
        for (int i = 0; i < to; i++) {
            ListedVersion version = source.get(i);
            if (alignment.isPresent(i)) {
                inPlace(alignment, i);
            } else {
                rule(i).ifPresent(rule -> findings.notInsertable(version, rule, newest));
            }
        }
    }

    /** One for each version that is missing, or for the newest that is not where none is. */
    private void conflict(Alignment alignment, Optional<ListedVersion> newest) {
        String reason = reason(alignment);
        List<Optional<ReplicationRule>> missing = new ArrayList<>();
        int newestInPlace = -1;
        for (int i = 0; i < source.size(); i++) {
            missing.add(alignment.isPresent(i) ? Optional.empty() : rule(i));
            newestInPlace = alignment.isPresent(i) ? i : newestInPlace;
        }
        boolean isAnyMissing = missing.stream().anyMatch(Optional::isPresent);
        for (int i = 0; i < source.size(); i++) {
            ListedVersion version = source.get(i);
            if (missing.get(i).isPresent()) {
                findings.conflict(version, missing.get(i), newest, reason);
            } else if (i == newestInPlace && !isAnyMissing && selection.isListed(version)) {
                findings.conflict(version, selection.knownRule(version), newest, reason);
            } else if (alignment.isPresent(i)) {
                inPlace(alignment, i);
            }
        }
    }

    /**
     * The rule by which a version is to be copied where it is missing, if it is. Delete markers between which nothing is
     * selected are a run, and count as one.
     */
    private Optional<ReplicationRule> rule(int index) {
        Optional<ReplicationRule> rule = selection.rule(source.get(index));
        boolean isInRun = rule.isPresent()
                && source.get(index).isDeleteMarker()
                && selection.isNarrow()
                && isFollowedByMarker(index);
        return isInRun ? Optional.empty() : rule;
    }

    private boolean isFollowedByMarker(int index) {
        for (int i = index + 1; i < source.size(); i++) {
            if (selection.rule(source.get(i)).isPresent()) {
                return source.get(i).isDeleteMarker();
            }
        }
        return false;
    }

    private String reason(Alignment alignment) {
        if (destination.get(destination.size() - 1).isDeleteMarker()) {
            return IS_DELETED;
        }
        return alignment.hasMatch() ? HAS_NEWER : HAS_ITS_OWN;
    }

    private void inPlace(Alignment alignment, int index) {
        findings.inPlace(source.get(index), destination.get(alignment.partner(index)), alignment.sameness(index));
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
            isAmbiguous = !whole.isPresent(i) && isLikeOneAtDestination(source.get(i)) && rule(i).isPresent();
        }
        if (!isAmbiguous) {
            return whole;
        }
        List<Integer> selected = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            if (rule(i).isPresent()) {
                selected.add(i);
            }
        }
        Alignment narrow = Alignment.of(selected.stream().map(source::get).toList(), destination, equality::of);
        return narrow.hasNoGap() ? narrow.spread(selected, source.size()) : whole;
    }

    private boolean isLikeOneAtDestination(ListedVersion version) {
        return destination.stream()
                .anyMatch(entry -> equality.of(version, entry).isSame());
    }
}
