package io.stocktake.config.replication;

import io.stocktake.config.document.Problems;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What S3 checks of rules against each other: schemas, ids, priorities, destinations, prefixes. */
final class RuleSetChecks {

    private final List<PlacedRule> rules;
    private final Problems problems;

    private RuleSetChecks(List<PlacedRule> rules, Problems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    /**
     * Adds what is wrong between rules.
     *
     * @param rules those of the right shape, in the order of the document
     */
    static void check(List<PlacedRule> rules, Problems problems) {
        RuleSetChecks checks = new RuleSetChecks(rules, problems);
        checks.schemas();
        checks.ids();
        checks.priorities();
        checks.destinations();
        checks.prefixes();
    }

    private void schemas() {
        Optional<PlacedRule> second = of(RuleSchema.SECOND).stream().findFirst();
        second.ifPresent(other -> of(RuleSchema.FIRST)
                .forEach(placed -> problems.add(
                        placed.path(),
                        Optional.empty(),
                        "has no Filter and " + other.path() + " has one; give every rule a Filter, or none",
                        ReplicationRefusals.MIXED_SCHEMAS)));
    }

    private void ids() {
        Map<String, PlacedRule> byId = new HashMap<>();
        for (PlacedRule placed : rules) {
            placed.rule().id().ifPresent(id -> {
                PlacedRule other = byId.putIfAbsent(id, placed);
                if (other != null) {
                    problems.add(
                            placed.member("ID"),
                            Optional.of(id),
                            "is the ID of " + other.path() + " too",
                            ReplicationRefusals.DUPLICATE_ID);
                }
            });
        }
    }

    private void priorities() {
        Map<Integer, PlacedRule> byPriority = new HashMap<>();
        for (PlacedRule placed : of(RuleSchema.SECOND)) {
            placed.rule().priority().filter(it -> it != RuleShape.OUT_OF_BOUNDS).ifPresent(priority -> {
                PlacedRule other = byPriority.putIfAbsent(priority, placed);
                if (other != null) {
                    problems.add(
                            placed.member("Priority"),
                            Optional.of(priority.toString()),
                            "is the Priority of " + other.path() + " too",
                            ReplicationRefusals.duplicatePriority(priority));
                }
            });
        }
    }

    private void destinations() {
        Set<String> arns = new HashSet<>();
        for (PlacedRule placed : of(RuleSchema.FIRST)) {
            String arn = placed.rule().destination().bucketArn();
            if (arns.add(arn) && arns.size() > 1) {
                problems.add(
                        placed.member("Destination", "Bucket"),
                        Optional.of(arn),
                        "is another destination; rules without a Filter have one between them",
                        ReplicationRefusals.SEVERAL_DESTINATIONS);
            }
        }
    }

    /**
     * Each rule against the longest prefix that its own begins with. Sorted, that is among those still open, so a
     * thousand rules need no million comparisons.
     */
    private void prefixes() {
        List<PlacedRule> sorted = of(RuleSchema.FIRST).stream()
                .sorted(Comparator.comparing(placed -> placed.rule().keyPrefix()))
                .toList();
        Map<Integer, Runnable> found = new TreeMap<>();
        Deque<PlacedRule> open = new ArrayDeque<>();
        for (PlacedRule placed : sorted) {
            String prefix = placed.rule().keyPrefix();
            while (!open.isEmpty() && !prefix.startsWith(open.peek().rule().keyPrefix())) {
                open.pop();
            }
            if (!open.isEmpty()) {
                PlacedRule shorter = open.peek();
                found.put(placed.index(), () -> overlap(shorter, placed));
            }
            open.push(placed);
        }
        found.values().forEach(Runnable::run);
    }

    private void overlap(PlacedRule shorter, PlacedRule longer) {
        problems.add(
                RuleChecks.prefixPath(longer),
                Optional.of(longer.rule().keyPrefix()),
                "begins with the prefix of " + shorter.path(),
                ReplicationRefusals.overlappingPrefixes(
                        shorter.rule().keyPrefix(), longer.rule().keyPrefix()));
    }

    private List<PlacedRule> of(RuleSchema schema) {
        return rules.stream().filter(placed -> placed.rule().schema() == schema).toList();
    }
}
