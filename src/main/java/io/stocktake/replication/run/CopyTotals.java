package io.stocktake.replication.run;

import io.stocktake.replication.copy.CopyNote;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the tasks of one rule. Totals of several ranges add up. Immutable; travels from tasks to the driver.
 *
 * @param copied versions that were copied, delete markers among them
 * @param bytes of the replicas that were made
 * @param repaired versions in place whose tags, lock or ACL were set anew
 * @param failed tasks by their ErrorCode
 * @param notEligible versions that cannot be copied, by the reason
 * @param notes what is worth knowing and no failure
 */
public record CopyTotals(
        long copied,
        long bytes,
        long repaired,
        Map<String, Long> failed,
        Map<String, Long> notEligible,
        Map<CopyNote.Kind, Long> notes)
        implements Serializable {

    /** Nothing. */
    public static final CopyTotals NONE = new CopyTotals(0, 0, 0, Map.of(), Map.of(), Map.of());

    public CopyTotals {
        failed = Map.copyOf(failed);
        notEligible = Map.copyOf(notEligible);
        notes = Map.copyOf(notes);
    }

    /** Both together. */
    public CopyTotals plus(CopyTotals other) {
        Map<CopyNote.Kind, Long> noted = new EnumMap<>(CopyNote.Kind.class);
        noted.putAll(notes);
        other.notes.forEach((kind, number) -> noted.merge(kind, number, Long::sum));
        return new CopyTotals(
                copied + other.copied,
                bytes + other.bytes,
                repaired + other.repaired,
                sum(failed, other.failed),
                sum(notEligible, other.notEligible),
                noted);
    }

    /** Tasks that failed, for whatever reason. */
    public long failures() {
        return failed.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, number) -> sum.merge(name, number, Long::sum));
        return sum;
    }
}
