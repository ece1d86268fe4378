package io.stocktake.jobs;

import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one replication configuration asks for at one of its destinations.
 *
 * @param path the document, relative to the definition directory
 * @param rules those that have this destination, disabled ones included, each with an ID
 * @param terms from where to where
 */
record ReplicationPlan(String path, ReplicationConfiguration rules, ReplicationTerms terms) {

    /** A plan for each destination of a configuration, in the order of its rules. */
    static List<ReplicationPlan> of(BucketReplication replication, Stores stores, ComparedVersions versions) {
        BucketLocation source = stores.bucket(replication.bucket());
        Map<BucketLocation, List<ReplicationRule>> byDestination = new LinkedHashMap<>();
        for (ReplicationRule rule :
                replication.configuration().withGeneratedIds().rules()) {
            BucketLocation destination = stores.bucket(
                    rule.destination().bucket(), rule.destination().account());
            byDestination
                    .computeIfAbsent(destination, absent -> new ArrayList<>())
                    .add(rule);
        }
        List<ReplicationPlan> plans = new ArrayList<>();
        byDestination.forEach((destination, rules) -> {
            ReplicationConfiguration configuration =
                    new ReplicationConfiguration(replication.configuration().role(), rules);
            plans.add(new ReplicationPlan(
                    replication.path(),
                    configuration,
                    ReplicationTerms.of(source, destination, configuration, versions)));
        });
        return plans;
    }

    /** {@code photos → photos-copy}: the two buckets. */
    String name() {
        return terms.source().alias() + " → " + terms.destination().alias();
    }

    /** Whether any of the rules is in force. */
    boolean isEnabled() {
        return rules.rules().stream().anyMatch(rule -> rule.status() == RuleStatus.ENABLED);
    }

    /** The account that the document expects to own the destination, if it names one. */
    Optional<String> account() {
        return rules.rules().stream()
                .flatMap(rule -> rule.destination().account().stream())
                .findFirst();
    }
}
