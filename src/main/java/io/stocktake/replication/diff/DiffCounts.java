package io.stocktake.replication.diff;

import io.stocktake.replication.Outcome;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a comparison found, by rule. Counts of several ranges add up. Immutable; travels from tasks to the driver.
 *
 * @param byRule by the ID of the rule; by {@code ""} where no rule decides, or only tags would tell which does and were
 *     not needed
 * @param keys keys that either bucket has, in the ranges that were read
 * @param vanished versions of the source that were listed and gone when they were asked about
 * @param pages pages of listings read
 * @param requests requests sent, repeated ones included
 * @param retries requests that repeated one that had failed
 * @param heads HeadObject requests among them
 */
public record DiffCounts(
        Map<String, RuleCounts> byRule, long keys, long vanished, long pages, long requests, long retries, long heads)
        implements Serializable {

    /** Nothing. */
    public static final DiffCounts NONE = new DiffCounts(Map.of(), 0, 0, 0, 0, 0, 0);

    public DiffCounts {
        byRule = Map.copyOf(byRule);
    }

    /** Both together. */
    public DiffCounts plus(DiffCounts other) {
        Map<String, RuleCounts> sum = new TreeMap<>(byRule);
        other.byRule.forEach((rule, counts) -> sum.merge(rule, counts, RuleCounts::plus));
        return new DiffCounts(
                sum,
                keys + other.keys,
                vanished + other.vanished,
                pages + other.pages,
                requests + other.requests,
                retries + other.retries,
                heads + other.heads);
    }

    /** What was found for a rule. */
    public RuleCounts of(String rule) {
        return byRule.getOrDefault(rule, RuleCounts.NONE);
    }

    /** What was found for all rules. */
    public RuleCounts total() {
        return byRule.values().stream().reduce(RuleCounts.NONE, RuleCounts::plus);
    }

    /** Keys that only the destination has. */
    public long destinationOnly() {
        return total().versions(Outcome.DESTINATION_ONLY);
    }

    /**
     * What was found for one rule.
     *
     * @param byOutcome outcomes that were not found are absent
     * @param byReason conflicts, ineligible and drifted versions by their reason
     */
    public record RuleCounts(Map<Outcome, Amount> byOutcome, Map<Outcome, Map<String, Amount>> byReason)
            implements Serializable {
        /** Nothing. */
        public static final RuleCounts NONE = new RuleCounts(Map.of(), Map.of());

        public RuleCounts {
            byOutcome = Map.copyOf(byOutcome);
            byReason = Map.copyOf(byReason);
        }

        /** Both together. */
        public RuleCounts plus(RuleCounts other) {
            Map<Outcome, Amount> outcomes = new EnumMap<>(Outcome.class);
            outcomes.putAll(byOutcome);
            other.byOutcome.forEach((outcome, amount) -> outcomes.merge(outcome, amount, Amount::plus));
            Map<Outcome, Map<String, Amount>> reasons = new EnumMap<>(Outcome.class);
            reasons.putAll(byReason);
            other.byReason.forEach((outcome, amounts) -> reasons.merge(outcome, amounts, RuleCounts::sum));
            return new RuleCounts(outcomes, reasons);
        }

        /** Versions of this outcome; of {@link Outcome#DESTINATION_ONLY}, keys. */
        public long versions(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, Amount.NONE).versions();
        }

        /** The bytes of the versions of this outcome. */
        public long bytes(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, Amount.NONE).bytes();
        }

        /** The versions of this outcome by their reason. */
        public Map<String, Amount> reasons(Outcome outcome) {
            return byReason.getOrDefault(outcome, Map.of());
        }

        /** The source's versions that the rule is about, whatever their outcome. */
        public long matched() {
            return byOutcome.entrySet().stream()
                    .filter(entry -> entry.getKey() != Outcome.DESTINATION_ONLY)
                    .mapToLong(entry -> entry.getValue().versions())
                    .sum();
        }

        private static Map<String, Amount> sum(Map<String, Amount> one, Map<String, Amount> other) {
            Map<String, Amount> sum = new TreeMap<>(one);
            other.forEach((reason, amount) -> sum.merge(reason, amount, Amount::plus));
            return Map.copyOf(sum);
        }
    }

    /**
     * Versions and their bytes.
     *
     * @param versions object versions and delete markers
     * @param bytes their sizes together
     */
    public record Amount(long versions, long bytes) implements Serializable {
        /** Nothing. */
        public static final Amount NONE = new Amount(0, 0);

        /** Both together. */
        public Amount plus(Amount other) {
            return new Amount(versions + other.versions, bytes + other.bytes);
        }
    }
}
