package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.diff.DiffCounts;
import io.stocktake.replication.diff.DiffCounts.RuleCounts;
import io.stocktake.replication.run.CopyTotals;
import io.stocktake.replication.run.ReplicationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a replication found and did, or would do, by rule, for people: a heading, a table, and why what was not copied. */
final class ReplicationTable {
    /** The failures that have a column of their own. */
    private static final String CONFLICT = "HistoryConflict";

    private static final String NOT_ELIGIBLE = "SrcObjectNotEligible";

    private final String heading;
    private final TextTable table;
    private final List<String> lines = new ArrayList<>();

    private ReplicationTable(ReplicationPlan plan, TextTable table) {
        this.heading = plan.name();
        this.table = table;
    }

    /** What a run did, a row for each rule. */
    static ReplicationTable ofRun(ReplicationPlan plan, ReplicationResult result, Duration elapsed) {
        ReplicationTable made = new ReplicationTable(
                plan,
                new TextTable(
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
        rules(plan)
                .forEach((rule, name) -> made.add(
                        rule, name, result.found().of(rule), result.totals().getOrDefault(rule, CopyTotals.NONE)));
        made.lines.add("%s, %s, %s"
                .formatted(
                        Quantity.of(result.requests(), "request"),
                        result.retries() == 1 ? "1 retry" : Quantity.count(result.retries()) + " retries",
                        Quantity.clock(elapsed)));
        return made;
    }

    /** What a run would do, a row for each rule. */
    static ReplicationTable ofForecast(ReplicationPlan plan, DiffCounts counts) {
        ReplicationTable made = new ReplicationTable(
                plan,
                new TextTable(
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
        rules(plan).forEach((rule, name) -> made.add(rule, name, counts.of(rule)));
        return made;
    }

    private void add(String rule, String name, RuleCounts found, CopyTotals totals) {
        if (rule.isEmpty() && found.matched() == 0 && totals.equals(CopyTotals.NONE)) {
            return;
        }
        long conflicts = totals.failed().getOrDefault(CONFLICT, 0L);
        long notEligible = totals.failed().getOrDefault(NOT_ELIGIBLE, 0L);
        table.row(
                name,
                Quantity.count(found.matched()),
                Quantity.count(found.versions(Outcome.EQUAL)),
                Quantity.count(found.versions(Outcome.BY_SIZE_AND_DATE)),
                Quantity.count(totals.copied()),
                Quantity.count(totals.bytes()),
                Quantity.count(totals.repaired()),
                Quantity.count(totals.failures() - conflicts - notEligible),
                Quantity.count(conflicts),
                Quantity.count(notEligible));
        why(name, "failed", totals.failed());
        why(name, "not eligible", totals.notEligible());
        Map<String, Long> notes = new TreeMap<>();
        totals.notes().forEach((kind, number) -> notes.put(words(kind), number));
        why(name, "notes", notes);
    }

    private void add(String rule, String name, RuleCounts found) {
        if (rule.isEmpty() && found.matched() == 0) {
            return;
        }
        table.row(
                name,
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
            why(name, words(outcome), reasons);
        }
    }

    /** The heading, the table and, below it, the numbers by code and by reason. */
    @Override
    public String toString() {
        return heading + "\n"
                + (table + lines.stream().map(line -> line + "\n").collect(joining()))
                        .lines()
                        .map(line -> "  " + line + "\n")
                        .collect(joining());
    }

    private void why(String name, String what, Map<String, Long> numbers) {
        new TreeMap<>(numbers)
                .forEach((reason, number) ->
                        lines.add(name + ", " + what + ": " + Quantity.count(number) + " " + reason));
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What to call each rule, in the order of the document. */
    private static Map<String, String> rules(ReplicationPlan plan) {
        Map<String, String> names = new LinkedHashMap<>();
        for (ReplicationRule rule : plan.rules().rules()) {
            String id = rule.id().orElseThrow();
            names.put(id, rule.status() == RuleStatus.ENABLED ? id : id + " (disabled)");
        }
        // Versions in place are not asked for their tags, and a manifest may name what no rule is about.
        names.put("", "(any rule)");
        return names;
    }
}
