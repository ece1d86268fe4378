package io.stocktake.replication.run;

import io.stocktake.replication.Difference;
import io.stocktake.replication.Eligibility;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.copy.CopyNote;
import io.stocktake.replication.copy.CopyResult;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts by rule, in one task, what becomes of its versions. Not thread-safe. */
final class CopyTally {
    private static final String NOT_ELIGIBLE = "SrcObjectNotEligible";
    private static final String DESTINATION_CHANGED = "DstChanged";
    private static final String UNKNOWN = "Unknown";

    private final Map<String, Sum> byRule = new HashMap<>();
    private long succeeded;
    private long failed;
    private long counted;
    private long unfinished;

    /** A version was copied or repaired, or was not. */
    void add(CopyResult result) {
        Sum sum = of(result.difference().rule());
        result.notes().stream().map(CopyNote::kind).forEach(kind -> sum.notes.merge(kind, 1L, Long::sum));
        if (result.task().status() == TaskStatus.FAILED) {
            fail(sum, result.task());
            if (isUnfinished(result)) {
                unfinished++;
            }
            if (result.task().errorCode().equals(Optional.of(NOT_ELIGIBLE))) {
                sum.notEligible.merge(obstacle(result.task().message()), 1L, Long::sum);
            }
            return;
        }
        succeeded++;
        if (result.difference().outcome() == Outcome.DRIFTED) {
            sum.repaired++;
        } else {
            sum.copied++;
            sum.bytes += result.bytes();
        }
    }

    /** A version that needed no copier: in place as it is, or beyond help. */
    void add(Difference difference, CompletedTask task) {
        if (task.status() == TaskStatus.FAILED) {
            Sum sum = of(difference.rule());
            fail(sum, task);
            if (difference.outcome() == Outcome.NOT_ELIGIBLE) {
                sum.notEligible.merge(difference.reason(), 1L, Long::sum);
            }
        } else {
            succeeded++;
        }
    }

    /** A task that no difference belongs to, and that has failed. */
    void add(CompletedTask task) {
        fail(of(Optional.empty()), task);
    }

    long succeeded() {
        return succeeded;
    }

    long failed() {
        return failed;
    }

    long bytes() {
        return byRule.values().stream().mapToLong(sum -> sum.bytes).sum();
    }

    /** By the ID of the rule, {@code ""} where none decides. */
    Map<String, CopyTotals> totals() {
        Map<String, CopyTotals> totals = new TreeMap<>();
        byRule.forEach((rule, sum) -> totals.put(
                rule, new CopyTotals(sum.copied, sum.bytes, sum.repaired, sum.failed, sum.notEligible, sum.notes)));
        return totals;
    }

    /** Replicas that were made and may lack tags, lock or ACL. */
    long unfinished() {
        return unfinished;
    }

    /** What stands above a foreign version is whole. */
    private static boolean isUnfinished(CopyResult result) {
        return !result.replicaVersionId().isEmpty()
                && !result.task().errorCode().equals(Optional.of(DESTINATION_CHANGED));
    }

    /** Failures that count for the threshold. */
    long counted() {
        return counted;
    }

    private void fail(Sum sum, CompletedTask task) {
        String code = task.errorCode().orElse(UNKNOWN);
        failed++;
        counted += FailureThreshold.counts(code) ? 1 : 0;
        sum.failed.merge(code, 1L, Long::sum);
    }

    /** What the copier found, in the words that the comparison has for it. */
    private static String obstacle(String message) {
        if (message.contains("InvalidObjectState")) {
            return "archived";
        }
        return message.contains("SseKmsEncryptedObjects") ? Eligibility.KMS_WITHOUT_OPT_IN : Eligibility.CUSTOMER_KEY;
    }

    private Sum of(Optional<String> rule) {
        return byRule.computeIfAbsent(rule.orElse(""), absent -> new Sum());
    }

    private static final class Sum {
        private long copied;
        private long bytes;
        private long repaired;
        private final Map<String, Long> failed = new HashMap<>();
        private final Map<String, Long> notEligible = new HashMap<>();
        private final Map<CopyNote.Kind, Long> notes = new EnumMap<>(CopyNote.Kind.class);
    }
}
