package io.stocktake.replication.diff;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.replication.DestinationRules;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Compares the two histories of a key. A function of them and of what the stores answer; thread-safe.
 *
 * <p>An entry that turns out to be gone is taken out, and the key compared again without it.
 */
final class KeyComparison {
    private final DiffRequest request;
    private final DestinationRules rules;
    private final Instant now;

    /**
     * A comparison on these terms.
     *
     * @param now retention up to this instant is none
     */
    KeyComparison(DiffRequest request, Instant now) {
        this.request = request;
        this.rules = request.terms().rules();
        this.now = now;
    }

    DestinationRules rules() {
        return rules;
    }

    /** The comparison by the listings alone; empty where they are not enough. */
    Optional<ComparedKey> compareListed(KeyHistory source, KeyHistory destination) {
        UnaskedFacts facts = new UnaskedFacts();
        List<Difference> differences = once(source, destination, facts);
        return facts.isNeeded() ? Optional.empty() : Optional.of(new ComparedKey(differences, 0));
    }

    /** The comparison by the listings and, where they are not enough, by these facts. */
    ComparedKey compare(KeyHistory source, KeyHistory destination, EntryFacts answers) {
        KeyFacts facts = new KeyFacts(answers, request.terms().versions());
        KeyHistory sourceNow = source;
        KeyHistory destinationNow = destination;
        while (true) {
            List<Difference> differences = once(sourceNow, destinationNow, facts);
            KeyHistory sourceLater = facts.revised(Side.SOURCE, sourceNow);
            KeyHistory destinationLater = facts.revised(Side.DESTINATION, destinationNow);
            if (sourceLater.equals(sourceNow) && destinationLater.equals(destinationNow)) {
                return new ComparedKey(differences, facts.vanished(Side.SOURCE));
            }
            sourceNow = sourceLater;
            destinationNow = destinationLater;
        }
    }

    private List<Difference> once(KeyHistory source, KeyHistory destination, EntryFacts facts) {
        Selection selection = new Selection(source.key(), rules, request.filter(), facts);
        if (!selection.isPossible()) {
            return List.of();
        }
        CountedEntries.DeleteMarkers markers =
                rules.decideDeleteMarker(source.key()).isPresent()
                        ? CountedEntries.DeleteMarkers.REPLICATED
                        : CountedEntries.DeleteMarkers.IGNORED;
        HistoryComparison histories = new HistoryComparison(
                CountedEntries.ofSource(source, markers),
                CountedEntries.ofDestination(destination, markers),
                new Findings(request, selection, facts, driftBy(facts)),
                new VersionEquality(facts));
        if (source.isAbsent() || histories.isSourceEmpty()) {
            return destination.isAbsent() ? List.of() : List.of(destinationOnly(destination));
        }
        boolean isLatestCounted = isLatestCounted(source, markers);
        return histories.compare(isLatestCounted ? request.onConflict() : OnConflict.LEAVE);
    }

    private Drift driftBy(EntryFacts facts) {
        boolean isOneStore = request.terms()
                .source()
                .store()
                .name()
                .equals(request.terms().destination().store().name());
        return new Drift(facts, now, isOneStore);
    }

    /** The source's current version is none to be copied where it is a delete marker that is not replicated. */
    private static boolean isLatestCounted(KeyHistory source, CountedEntries.DeleteMarkers markers) {
        return markers == CountedEntries.DeleteMarkers.REPLICATED
                || !source.newestFirst().get(0).isDeleteMarker();
    }

    private static Difference destinationOnly(KeyHistory destination) {
        return new Difference(
                Outcome.DESTINATION_ONLY,
                destination.newestFirst().get(0),
                Optional.empty(),
                Optional.of(destination.newestFirst().get(0)),
                "");
    }

    /** The ID of a rule, for a difference. */
    static Optional<String> id(Optional<ReplicationRule> rule) {
        return rule.flatMap(ReplicationRule::id);
    }
}
