package io.stocktake.replication;

import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The enabled rules that have one destination: which of them decides about a version. Of those that match the one of the
 * highest priority does; in the first schema, where prefixes do not overlap, there is one at the most. Not thread-safe:
 * it remembers the rules of the last key.
 *
 * <p>A rule without tags decides by the key alone. The rules of one key are found by the lengths of the rules' prefixes, so
 * that a thousand rules cost no more than their prefixes have lengths.
 */
public final class DestinationRules {
    private static final Comparator<ReplicationRule> BY_PRIORITY = Comparator.comparingInt(
                    (ReplicationRule rule) -> rule.priority().orElse(0))
            .reversed();

    private final Map<UTF8String, List<ReplicationRule>> byPrefix = new HashMap<>();
    private final Map<String, ReplicationRule> byId = new HashMap<>();
    private final int[] prefixLengths;

    private UTF8String lastKey;
    private List<ReplicationRule> lastCandidates = List.of();

    private DestinationRules(List<ReplicationRule> rules) {
        TreeSet<Integer> lengths = new TreeSet<>();
        for (ReplicationRule rule : rules) {
            byId.put(rule.id().orElseThrow(), rule);
            if (rule.status() == RuleStatus.ENABLED) {
                UTF8String prefix = UTF8String.fromString(rule.keyPrefix());
                byPrefix.computeIfAbsent(prefix, absent -> new ArrayList<>()).add(rule);
                lengths.add(prefix.numBytes());
            }
        }
        this.prefixLengths = lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The rules of this configuration, all of which have the one destination; each with an ID. */
    public static DestinationRules of(ReplicationConfiguration configuration) {
        return new DestinationRules(configuration.withGeneratedIds().rules());
    }

    /** The rule of this ID, enabled or not. */
    public Optional<ReplicationRule> rule(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What the enabled rules' keys begin with; a key that begins with none of them is no rule's. */
    public List<String> prefixes() {
        return byPrefix.keySet().stream().map(UTF8String::toString).sorted().toList();
    }

    /** What can be said of an object version without its tags. */
    public Decision decide(UTF8String key) {
        List<ReplicationRule> candidates = candidates(key);
        if (candidates.isEmpty()) {
            return new Decision(Optional.empty(), false);
        }
        ReplicationRule first = candidates.get(0);
        return first.tags().isEmpty() ? new Decision(Optional.of(first), false) : new Decision(Optional.empty(), true);
    }

    /** The rule that decides about an object version of these tags. */
    public Optional<ReplicationRule> decide(UTF8String key, Map<String, String> tags) {
        return candidates(key).stream()
                .filter(rule -> rule.tags().stream().allMatch(tag -> isOf(tag, tags)))
                .findFirst();
    }

    /**
     * The rule that replicates the delete markers of this key. A delete marker has no tags, so rules with tags are none of
     * its; the first of the others decides, whether it replicates delete markers or not.
     */
    public Optional<ReplicationRule> decideDeleteMarker(UTF8String key) {
        return candidates(key).stream()
                .filter(rule -> rule.tags().isEmpty())
                .findFirst()
                .filter(ReplicationRule::replicatesDeleteMarkers);
    }

    private static boolean isOf(ObjectTag tag, Map<String, String> tags) {
        return tag.value().equals(tags.get(tag.key()));
    }

    /** The rules whose prefix the key begins with, the highest priority first. */
    private List<ReplicationRule> candidates(UTF8String key) {
        if (key.equals(lastKey)) {
            return lastCandidates;
        }
        List<ReplicationRule> found = new ArrayList<>();
        byte[] bytes = key.getBytes();
        for (int length : prefixLengths) {
            if (length > bytes.length) {
                break;
            }
            found.addAll(byPrefix.getOrDefault(UTF8String.fromBytes(bytes, 0, length), List.of()));
        }
        found.sort(BY_PRIORITY);
        lastKey = key;
        lastCandidates = List.copyOf(found);
        return lastCandidates;
    }

    /**
     * What the key alone says.
     *
     * @param rule the rule that decides, if the key is enough to tell
     * @param needsTags whether the version's tags decide
     */
    public record Decision(Optional<ReplicationRule> rule, boolean needsTags) {}
}
