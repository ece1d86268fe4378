package io.stocktake.replication.diff;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Eligibility;
import io.stocktake.replication.Outcome;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts what was found of a key's versions into differences. Not thread-safe. */
final class Findings {
    private final DiffRequest request;
    private final Selection selection;
    private final EntryFacts facts;
    private final Drift drift;
    private final List<Difference> differences = new ArrayList<>();

    Findings(DiffRequest request, Selection selection, EntryFacts facts, Drift drift) {
        this.request = request;
        this.selection = selection;
        this.facts = facts;
        this.drift = drift;
    }

    List<Difference> differences() {
        return differences;
    }

    Selection selection() {
        return selection;
    }

    /** A version that the destination has. What the filter does not accept is not spoken of. */
    void inPlace(ListedVersion version, ListedVersion replica, Sameness sameness) {
        if (!selection.isListed(version)) {
            return;
        }
        Set<ComparedProperty> properties = compared(version, replica);
        Optional<ReplicationRule> rule =
                properties.isEmpty() ? selection.knownRule(version) : selection.ruleByTags(version);
        String drifted = rule.isPresent() && !properties.isEmpty()
                ? drift.between(version, replica, rule.get(), properties)
                : "";
        Outcome outcome = sameness == Sameness.EQUAL ? Outcome.EQUAL : Outcome.BY_SIZE_AND_DATE;
        add(drifted.isEmpty() ? outcome : Outcome.DRIFTED, version, rule, Optional.of(replica), drifted);
    }

    /** A version that is to be copied, or cannot be. */
    void toBeCopied(Outcome outcome, ListedVersion version, ReplicationRule rule, Optional<ListedVersion> newest) {
        if (request.eligibility() == EligibilityCheck.BEFORE_COPYING) {
            addIfEligible(outcome, version, rule, newest);
        } else {
            add(outcome, version, Optional.of(rule), newest, "");
        }
    }

    /** A version that is missing below others. What no rule could copy is not told apart by where it is missing. */
    void notInsertable(ListedVersion version, ReplicationRule rule, Optional<ListedVersion> newest) {
        addIfEligible(Outcome.NOT_INSERTABLE, version, rule, newest);
    }

    void conflict(
            ListedVersion version, Optional<ReplicationRule> rule, Optional<ListedVersion> newest, String reason) {
        add(Outcome.CONFLICT, version, rule, newest, reason);
    }

    private void addIfEligible(
            Outcome outcome, ListedVersion version, ReplicationRule rule, Optional<ListedVersion> newest) {
        Optional<String> obstacle = version.isDeleteMarker()
                ? Optional.empty()
                : facts.head(Side.SOURCE, version)
                        .map(VersionHead::head)
                        .flatMap(head -> Eligibility.obstacle(rule, head.encryptionStatus()));
        add(
                obstacle.isPresent() ? Outcome.NOT_ELIGIBLE : outcome,
                version,
                Optional.of(rule),
                newest,
                obstacle.orElse(""));
    }

    private Set<ComparedProperty> compared(ListedVersion version, ListedVersion replica) {
        if (version.isDeleteMarker()) {
            return Set.of();
        }
        boolean isRecent = replica.lastModified() >= request.compareSinceMicros();
        return isRecent ? EnumSet.allOf(ComparedProperty.class) : request.compare();
    }

    private void add(
            Outcome outcome,
            ListedVersion version,
            Optional<ReplicationRule> rule,
            Optional<ListedVersion> seen,
            String reason) {
        differences.add(new Difference(outcome, version, KeyComparison.id(rule), seen, reason));
    }
}
