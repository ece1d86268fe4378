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
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The enabled rules that have one destination: which of them decides about a version. Of those that match the one of the
 * highest priority does; in the first schema, where prefixes do not overlap, there is one at the most. Immutable.
 *
 * <p>A rule without tags decides by the key alone. The rules of one key are those of the longest of the rules' prefixes
 * that it begins with, so that a thousand rules cost no more than their prefixes have lengths.
 */
public final class DestinationRules {
    private static final Comparator<ReplicationRule> BY_PRIORITY = Comparator.comparingInt(
                    (ReplicationRule rule) -> rule.priority().orElse(0))
            .reversed();

    private final Map<UTF8String, KeyRules> byPrefix = new HashMap<>();
    private final Map<String, ReplicationRule> byId = new HashMap<>();
    /** Descending. */
    private final int[] prefixLengths;

    private DestinationRules(List<ReplicationRule> rules) {
        List<ReplicationRule> enabled = new ArrayList<>();
        for (ReplicationRule rule : rules) {
            byId.put(rule.id().orElseThrow(), rule);
            if (rule.status() == RuleStatus.ENABLED) {
                enabled.add(rule);
            }
        }
        enabled.sort(BY_PRIORITY);
        for (ReplicationRule rule : enabled) {
            byPrefix.computeIfAbsent(UTF8String.fromString(rule.keyPrefix()), prefix -> KeyRules.of(enabled, prefix));
        }
        this.prefixLengths = byPrefix.keySet().stream()
                .map(UTF8String::numBytes)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .mapToInt(Integer::intValue)
                .toArray();
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
        return ofKey(key).decision();
    }

    /** The rule that decides about an object version of these tags. */
    public Optional<ReplicationRule> decide(UTF8String key, Map<String, String> tags) {
        return ofKey(key).rules().stream()
                .filter(rule -> rule.tags().stream().allMatch(tag -> isOf(tag, tags)))
                .findFirst();
    }

    /**
     * The rule that replicates the delete markers of this key. A delete marker has no tags, so rules with tags are none of
     * its; the first of the others decides, whether it replicates delete markers or not.
     */
    public Optional<ReplicationRule> decideDeleteMarker(UTF8String key) {
        return ofKey(key).ofDeleteMarkers();
    }

    private static boolean isOf(ObjectTag tag, Map<String, String> tags) {
        return tag.value().equals(tags.get(tag.key()));
    }

    private KeyRules ofKey(UTF8String key) {
        int keyLength = key.numBytes();
        byte[] bytes = null;
        for (int length : prefixLengths) {
            if (length > keyLength) {
                continue;
            }
            if (bytes == null && length > 0) {
                bytes = key.getBytes();
            }
            UTF8String prefix = length == 0 ? UTF8String.EMPTY_UTF8 : UTF8String.fromBytes(bytes, 0, length);
            KeyRules found = byPrefix.get(prefix);
            if (found != null) {
                return found;
            }
        }
        return KeyRules.NONE;
    }

    /**
     * What is known of all keys that begin with one prefix and with no longer one of a rule.
     *
     * @param rules those that may decide, the highest priority first
     */
    private record KeyRules(List<ReplicationRule> rules, Decision decision, Optional<ReplicationRule> ofDeleteMarkers) {
        private static final KeyRules NONE =
                new KeyRules(List.of(), new Decision(Optional.empty(), false), Optional.empty());

        private static KeyRules of(List<ReplicationRule> byPriority, UTF8String prefix) {
            List<ReplicationRule> rules = byPriority.stream()
                    .filter(rule -> prefix.startsWith(UTF8String.fromString(rule.keyPrefix())))
                    .toList();
            ReplicationRule first = rules.get(0);
            Decision decision = first.tags().isEmpty()
                    ? new Decision(Optional.of(first), false)
                    : new Decision(Optional.empty(), true);
            Optional<ReplicationRule> ofDeleteMarkers = rules.stream()
                    .filter(rule -> rule.tags().isEmpty())
                    .findFirst()
                    .filter(ReplicationRule::replicatesDeleteMarkers);
            return new KeyRules(rules, decision, ofDeleteMarkers);
        }
    }

    /**
     * What the key alone says.
     *
     * @param rule the rule that decides, if the key is enough to tell
     * @param needsTags whether the version's tags decide
     */
    public record Decision(Optional<ReplicationRule> rule, boolean needsTags) {}
}
