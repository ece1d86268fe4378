package io.stocktake.config.replication;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * IDs for rules that have none.
 *
 * <p>S3 makes up random ones. These come from the rule's place, so that a file that nobody has put through a command
 * gives its rules the same IDs in every run: {@code rule-<place>}, from 1, and where another rule has that ID already
 * {@code rule-<place>-2}, {@code -3} and so on.
 */
final class GeneratedIds {

    private GeneratedIds() {}

    static List<ReplicationRule> fill(List<ReplicationRule> rules) {
        Set<String> taken = new HashSet<>();
        rules.forEach(rule -> rule.id().ifPresent(taken::add));
        List<ReplicationRule> filled = new ArrayList<>(rules.size());
        for (ReplicationRule rule : rules) {
            filled.add(rule.id().isPresent() ? rule : withId(rule, free("rule-" + (filled.size() + 1), taken)));
        }
        return filled;
    }

    private static String free(String wanted, Set<String> taken) {
        String id = wanted;
        for (int i = 2; !taken.add(id); i++) {
            id = wanted + "-" + i;
        }
        return id;
    }

    private static ReplicationRule withId(ReplicationRule rule, String id) {
        return new ReplicationRule(
                Optional.of(id),
                rule.priority(),
                rule.prefix(),
                rule.filter(),
                rule.status(),
                rule.sourceSelectionCriteria(),
                rule.destination(),
                rule.deleteMarkerReplication());
    }
}
