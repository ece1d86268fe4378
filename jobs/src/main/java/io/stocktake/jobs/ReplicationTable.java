package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.replication.Outcome;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.diff.DiffCounts.RuleCounts;
import io.stocktake.replication.run.CopyTotals;
import io.stocktake.replication.run.ReplicationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What replications found and did, by rule, for people. */
final class ReplicationTable {
    /** The failures that have a column of their own. */
    private static final String CONFLICT = "HistoryConflict";

    private static final String NOT_ELIGIBLE = "SrcObjectNotEligible";

    private final TextTable table;
    private final List<String> details = new ArrayList<>();

    private ReplicationTable(TextTable table) {
        this.table = table;
    }

    /** A table of what runs did. */
    static ReplicationTable ofRuns() {
        return new ReplicationTable(new TextTable(
                TextTable.text("replication"),
                TextTable.text("rule"),
                TextTable.number("matched"),
                TextTable.number("equal"),
                TextTable.number("bySizeAndDate"),
                TextTable.number("copied"),
                TextTable.number("bytes"),
                TextTable.number("repaired"),
                TextTable.number("failed"),
                TextTable.number("conflicts"),
                TextTable.number("not eligible")));
    }

    /** A table of what runs would do. */
    static ReplicationTable ofForecasts() {
        return new ReplicationTable(new TextTable(
                TextTable.text("replication"),
                TextTable.text("rule"),
                TextTable.number("matched"),
                TextTable.number("equal"),
                TextTable.number("bySizeAndDate"),
                TextTable.number("to copy"),
                TextTable.number("bytes"),
                TextTable.number("to repair"),
                TextTable.number("not insertable"),
                TextTable.number("conflicts"),
                TextTable.number("not eligible")));
    }

    /** A row for each rule of a run, in the order of their IDs. */
    void add(ReplicationPlan plan, ReplicationResult result) {
        TreeSet<String> rules = new TreeSet<>(result.found().byRule().keySet());
        rules.addAll(result.totals().keySet());
        plan.rules().rules().forEach(rule -> rule.id().ifPresent(rules::add));
        for (String rule : rules) {
            RuleCounts found = result.found().of(rule);
            CopyTotals totals = result.totals().getOrDefault(rule, CopyTotals.NONE);
            if (rule.isEmpty() && found.matched() == 0 && totals.equals(CopyTotals.NONE)) {
                continue;
            }
            long conflicts = totals.failed().getOrDefault(CONFLICT, 0L);
            long notEligible = totals.failed().getOrDefault(NOT_ELIGIBLE, 0L);
            table.row(
                    plan.name(),
                    name(rule),
                    Quantity.count(found.matched()),
                    Quantity.count(found.versions(Outcome.EQUAL)),
                    Quantity.count(found.versions(Outcome.BY_SIZE_AND_DATE)),
                    Quantity.count(totals.copied()),
                    Quantity.count(totals.bytes()),
                    Quantity.count(totals.repaired()),
                    Quantity.count(totals.failures() - conflicts - notEligible),
                    Quantity.count(conflicts),
                    Quantity.count(notEligible));
            detail(plan, rule, "failed", new TreeMap<>(totals.failed()));
            detail(plan, rule, "not eligible", new TreeMap<>(totals.notEligible()));
            Map<String, Long> notes = new TreeMap<>();
            totals.notes()
                    .forEach((kind, number) ->
                            notes.put(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), number));
            detail(plan, rule, "notes", notes);
        }
    }

    /** A row for each rule of a plan, in the order of their IDs. */
    void add(ReplicationPlan plan, DiffCounts counts) {
        TreeSet<String> rules = new TreeSet<>(counts.byRule().keySet());
        plan.rules().rules().forEach(rule -> rule.id().ifPresent(rules::add));
        for (String rule : rules) {
            RuleCounts found = counts.of(rule);
            if (rule.isEmpty() && found.matched() == 0) {
                continue;
            }
            table.row(
                    plan.name(),
                    name(rule),
                    Quantity.count(found.matched()),
                    Quantity.count(found.versions(Outcome.EQUAL)),
                    Quantity.count(found.versions(Outcome.BY_SIZE_AND_DATE)),
                    Quantity.count(found.versions(Outcome.SOURCE_ONLY) + found.versions(Outcome.CHANGED)),
                    Quantity.count(found.bytes(Outcome.SOURCE_ONLY) + found.bytes(Outcome.CHANGED)),
                    Quantity.count(found.versions(Outcome.DRIFTED)),
                    Quantity.count(found.versions(Outcome.NOT_INSERTABLE)),
                    Quantity.count(found.versions(Outcome.CONFLICT)),
                    Quantity.count(found.versions(Outcome.NOT_ELIGIBLE)));
            for (Outcome outcome : List.of(Outcome.NOT_ELIGIBLE, Outcome.CONFLICT, Outcome.DRIFTED)) {
                Map<String, Long> reasons = new TreeMap<>();
                found.reasons(outcome).forEach((reason, amount) -> reasons.put(reason, amount.versions()));
                detail(plan, rule, outcome.name().toLowerCase(Locale.ROOT).replace('_', ' '), reasons);
            }
        }
    }

    /** The table and, below it, the numbers by code and by reason. */
    @Override
    public String toString() {
        return table + details.stream().map(line -> line + "\n").collect(joining());
    }

    private void detail(ReplicationPlan plan, String rule, String what, Map<String, Long> numbers) {
        if (!numbers.isEmpty()) {
            details.add("  " + plan.name() + ", " + name(rule) + ", " + what + ": "
                    + numbers.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + Quantity.count(entry.getValue()))
                            .collect(joining(", ")));
        }
    }

    /** Versions in place under rules with tags are not asked for their tags. */
    private static String name(String rule) {
        return rule.isEmpty() ? "(tags not asked)" : rule;
    }
}
