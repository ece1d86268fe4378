package io.stocktake.replication.diff;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.replication.DestinationRules;
import io.stocktake.replication.DestinationRules.Decision;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectHead;
import io.stocktake.s3.VersionHead;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** Which of a key's versions are to be copied, and by which rule. Tags and HEADs are asked only where they decide. */
final class Selection {
    private final UTF8String key;
    private final DestinationRules rules;
    private final VersionFilter filter;
    private final EntryFacts facts;
    private final Decision decision;

    Selection(UTF8String key, DestinationRules rules, VersionFilter filter, EntryFacts facts) {
        this.key = key;
        this.rules = rules;
        this.filter = filter;
        this.facts = facts;
        this.decision = rules.decide(key);
    }

    /** Whether any rule may concern the key. */
    boolean isPossible() {
        return decision.needsTags()
                || decision.rule().isPresent()
                || rules.decideDeleteMarker(key).isPresent();
    }

    /** Whether some of the key's versions may be left out. */
    boolean isNarrow() {
        return decision.needsTags() || filter.needsHead() || filter != VersionFilter.everything();
    }

    /** Whether the filter's first look takes the version. */
    boolean isListed(ListedVersion version) {
        return filter.acceptsListed(version);
    }

    /** The rule by which the version is to be copied where it is missing, if it is. */
    Optional<ReplicationRule> rule(ListedVersion version) {
        if (!filter.acceptsListed(version)) {
            return Optional.empty();
        }
        if (version.isDeleteMarker()) {
            return rules.decideDeleteMarker(key);
        }
        Optional<ReplicationRule> rule = ruleByTags(version);
        if (rule.isEmpty() || !filter.needsHead()) {
            return rule;
        }
        Optional<ObjectHead> head = facts.head(Side.SOURCE, version).map(VersionHead::head);
        return head.isPresent() && filter.acceptsHead(head.get()) ? rule : Optional.empty();
    }

    /** The rule that decides about a version, its tags included, whatever the filter says. */
    Optional<ReplicationRule> ruleByTags(ListedVersion version) {
        if (!decision.needsTags()) {
            return decision.rule();
        }
        return facts.tags(Side.SOURCE, version).flatMap(tags -> rules.decide(key, tags));
    }

    /** The rule as far as no request is needed to tell. */
    Optional<ReplicationRule> knownRule(ListedVersion version) {
        return version.isDeleteMarker() ? rules.decideDeleteMarker(key) : decision.rule();
    }
}
