package io.stocktake.replication.diff;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.diff.DiffCounts.Amount;
import io.stocktake.replication.diff.DiffCounts.RuleCounts;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts differences as they are found. Not thread-safe. */
final class DiffTally {
    private final Map<String, RuleTally> byRule = new HashMap<>();
    private long keys;
    private long vanished;

    void key() {
        keys++;
    }

    void vanished(int entries) {
        vanished += entries;
    }

    void equal(Optional<String> rule, long bytes) {
        of(rule).add(Outcome.EQUAL, bytes);
    }

    void add(Difference difference) {
        RuleTally tally = of(difference.rule());
        long bytes = difference.version().size();
        tally.add(difference.outcome(), bytes);
        if (!difference.reason().isEmpty()) {
            tally.reasons
                    .computeIfAbsent(difference.outcome(), absent -> new HashMap<>())
                    .merge(difference.reason(), new Amount(1, bytes), Amount::plus);
        }
    }

    DiffCounts counts(long pages, long requests, long retries, long heads) {
        Map<String, RuleCounts> counted = new HashMap<>();
        byRule.forEach((rule, tally) -> counted.put(rule, tally.counts()));
        return new DiffCounts(counted, keys, vanished, pages, requests, retries, heads);
    }

    private RuleTally of(Optional<String> rule) {
        return byRule.computeIfAbsent(rule.orElse(""), absent -> new RuleTally());
    }

    private static final class RuleTally {
        private final Map<Outcome, Sum> outcomes = new EnumMap<>(Outcome.class);
        private final Map<Outcome, Map<String, Amount>> reasons = new EnumMap<>(Outcome.class);

        private void add(Outcome outcome, long size) {
            Sum sum = outcomes.computeIfAbsent(outcome, absent -> new Sum());
            sum.versions++;
            sum.bytes += size;
        }

        private RuleCounts counts() {
            Map<Outcome, Amount> byOutcome = new EnumMap<>(Outcome.class);
            outcomes.forEach((outcome, sum) -> byOutcome.put(outcome, new Amount(sum.versions, sum.bytes)));
            Map<Outcome, Map<String, Amount>> byReason = new EnumMap<>(Outcome.class);
            reasons.forEach((outcome, amounts) -> byReason.put(outcome, Map.copyOf(amounts)));
            return new RuleCounts(byOutcome, byReason);
        }
    }

    private static final class Sum {
        private long versions;
        private long bytes;
    }
}
