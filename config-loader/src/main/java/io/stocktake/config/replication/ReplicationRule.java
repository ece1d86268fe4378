package io.stocktake.config.replication;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import java.util.List;
import java.util.Optional;

/**
 * A rule of a replication configuration.
 *
 * <p>A rule with a {@code Filter} is of the second schema; one with a {@code Prefix}, or with neither, of the first.
 *
 * @param id at most 255 characters of ASCII, unique; present in every configuration that was read
 * @param priority the second schema's: of the rules that match for one destination the highest wins
 * @param prefix the first schema's choice of keys
 * @param filter the second schema's choice of keys and tags
 * @param status whether the rule is in force
 * @param sourceSelectionCriteria which encrypted objects and which replicas are copied
 * @param destination where to
 * @param deleteMarkerReplication whether delete markers are replicated; the second schema's
 */
public record ReplicationRule(
        Optional<String> id,
        Optional<Integer> priority,
        Optional<String> prefix,
        Optional<ReplicationFilter> filter,
        RuleStatus status,
        Optional<SourceSelectionCriteria> sourceSelectionCriteria,
        ReplicationDestination destination,
        Optional<DeleteMarkerReplication> deleteMarkerReplication) {

    public ReplicationRule {
        requireNonNull(id, "id");
        requireNonNull(priority, "priority");
        requireNonNull(prefix, "prefix");
        requireNonNull(filter, "filter");
        requireNonNull(status, "status");
        requireNonNull(sourceSelectionCriteria, "sourceSelectionCriteria");
        requireNonNull(destination, "destination");
        requireNonNull(deleteMarkerReplication, "deleteMarkerReplication");
    }

    /** The schema that the rule is of. */
    public RuleSchema schema() {
        return filter.isPresent() ? RuleSchema.SECOND : RuleSchema.FIRST;
    }

    /** What the keys of the rule's objects begin with, in either schema; empty: every key. */
    public String keyPrefix() {
        return filter.map(ReplicationFilter::keyPrefix).or(() -> prefix).orElse("");
    }

    /** The tags that the rule's objects have, all of them; without any, tags do not matter. */
    public List<ObjectTag> tags() {
        return filter.map(ReplicationFilter::objectTags).orElse(List.of());
    }

    /** Whether delete markers are replicated: always in the first schema, where the rule says so in the second. */
    public boolean replicatesDeleteMarkers() {
        return schema() == RuleSchema.FIRST
                || deleteMarkerReplication
                        .flatMap(DeleteMarkerReplication::status)
                        .equals(Optional.of(RuleStatus.ENABLED));
    }

    /**
     * {@code DeleteMarkerReplication}.
     *
     * @param status AWS's model lets it be absent
     */
    public record DeleteMarkerReplication(Optional<RuleStatus> status) {
        public DeleteMarkerReplication {
            requireNonNull(status, "status");
        }
    }
}
