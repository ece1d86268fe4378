package io.stocktake.config.replication;

import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The members of a replication configuration (API model of S3, 2006-03-01). */
final class ConfigurationShape {

    private static final int MOST_RULES = 1000;

    private ConfigurationShape() {}

    /** Reads a configuration and checks it; empty if there is any problem. */
    static Optional<ReplicationConfiguration> read(
            MemberReader configuration, Optional<String> source, Problems problems) {
        configuration.require("Role", "Rules");
        Optional<String> role = configuration.nonEmptyText("Role");
        List<Node> items = configuration.items("Rules");
        if (configuration.member("Rules").orElse(null) instanceof Node.Items && items.isEmpty()) {
            problems.add(configuration.path("Rules"), "has no rule");
        }
        Problems values = problems.under(ReplicationRefusals.TOO_LARGE);
        if (items.size() > MOST_RULES) {
            values.add(configuration.path("Rules"), "has " + items.size() + " rules, not 1 to " + MOST_RULES);
        }
        List<PlacedRule> rules = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            MemberReader rule = MemberReader.of(items.get(i), problems);
            RuleShape.read(rule, problems, values).ifPresent(it -> rules.add(new PlacedRule(index, rule.path(), it)));
        }
        configuration.refuseUnknown();
        rules.forEach(rule -> RuleChecks.check(rule, source, values));
        RuleSetChecks.check(rules, values);
        problems.addAll(values);
        return problems.isEmpty()
                ? Optional.of(new ReplicationConfiguration(
                                role.orElseThrow(),
                                rules.stream().map(PlacedRule::rule).toList())
                        .withGeneratedIds())
                : Optional.empty();
    }
}
