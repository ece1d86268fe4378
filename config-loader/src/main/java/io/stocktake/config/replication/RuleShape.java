package io.stocktake.config.replication;

import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import io.stocktake.config.replication.ReplicationRule.DeleteMarkerReplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The members of a rule (API model of S3, 2006-03-01). */
final class RuleShape {

    /** Stands for a Priority that is refused already. */
    static final int OUT_OF_BOUNDS = -1;

    private RuleShape() {}

    /**
     * Reads a rule; empty if its shape is refused.
     *
     * @param values receives what is wrong with a value rather than with the shape
     */
    static Optional<ReplicationRule> read(MemberReader rule, Problems problems, Problems values) {
        int before = problems.count();
        rule.require("Status", "Destination");
        // S3 makes an ID up for an empty one too.
        Optional<String> id = rule.text("ID").filter(it -> !it.isEmpty());
        Optional<Integer> priority = rule.wholeNumber("Priority").map(it -> priority(it, rule, values));
        Optional<String> prefix = rule.text("Prefix");
        Optional<ReplicationFilter> filter = rule.object("Filter").map(it -> filter(it, problems));
        if (rule.has("Prefix") && rule.has("Filter")) {
            problems.add(rule.path("Prefix"), "stands beside Filter; a rule takes one of them");
        }
        Optional<RuleStatus> status = rule.choice("Status", RuleStatus.values());
        Optional<SourceSelectionCriteria> criteria =
                rule.object("SourceSelectionCriteria").map(RuleShape::criteria);
        Optional<ReplicationDestination> destination =
                rule.object("Destination").flatMap(DestinationShape::read);
        Optional<DeleteMarkerReplication> markers =
                rule.object("DeleteMarkerReplication").map(RuleShape::deleteMarkers);
        if (rule.unknown().contains("ExistingObjectReplication")) {
            rule.refuse(
                    "ExistingObjectReplication",
                    "is no longer supported; leave it out, a run copies existing objects anyway");
        }
        rule.refuseUnknown();
        if (rule.has("Filter")) {
            destination.flatMap(ReplicationDestination::storageClass).ifPresent(it -> storageClass(it, rule, problems));
        }
        return problems.count() == before
                ? Optional.of(new ReplicationRule(
                        id,
                        priority,
                        prefix,
                        filter,
                        status.orElseThrow(),
                        criteria,
                        destination.orElseThrow(),
                        markers))
                : Optional.empty();
    }

    private static int priority(long priority, MemberReader rule, Problems values) {
        if (priority >= 0 && priority <= Integer.MAX_VALUE) {
            return (int) priority;
        }
        values.add(
                rule.path("Priority"),
                rule.member("Priority").map(node -> ((Node.Scalar) node).text()),
                "is not from 0 to " + Integer.MAX_VALUE,
                ReplicationRefusals.PRIORITY_OUT_OF_BOUNDS);
        return OUT_OF_BOUNDS;
    }

    /** In the second schema a matter of shape; {@link RuleChecks} has the first's. */
    private static void storageClass(String storageClass, MemberReader rule, Problems problems) {
        if (!ReplicaStorageClasses.OF_SECOND_SCHEMA.contains(storageClass)) {
            problems.add(
                    rule.path("Destination").member("StorageClass"),
                    storageClass,
                    "is not one of " + String.join(", ", ReplicaStorageClasses.OF_SECOND_SCHEMA));
        }
    }

    /** {@code {"Status": …}}, where it is required. */
    static Optional<RuleStatus> status(MemberReader object) {
        object.require("Status");
        Optional<RuleStatus> status = object.choice("Status", RuleStatus.values());
        object.refuseUnknown();
        return status;
    }

    private static SourceSelectionCriteria criteria(MemberReader criteria) {
        Optional<RuleStatus> kms = criteria.object("SseKmsEncryptedObjects").flatMap(RuleShape::status);
        Optional<RuleStatus> replicas = criteria.object("ReplicaModifications").flatMap(RuleShape::status);
        criteria.refuseUnknown();
        return new SourceSelectionCriteria(kms, replicas);
    }

    private static DeleteMarkerReplication deleteMarkers(MemberReader object) {
        Optional<RuleStatus> status = object.choice("Status", RuleStatus.values());
        object.refuseUnknown();
        return new DeleteMarkerReplication(status);
    }

    private static ReplicationFilter filter(MemberReader filter, Problems problems) {
        long given = Stream.of("Prefix", "Tag", "And").filter(filter::has).count();
        if (given > 1) {
            problems.add(filter.path(), "takes one of Prefix, Tag and And; for several predicates write them in And");
        }
        Optional<ReplicationFilter> prefix = filter.text("Prefix").map(ReplicationFilter.Prefix::new);
        Optional<ReplicationFilter> tag =
                filter.object("Tag").flatMap(RuleShape::tag).map(ReplicationFilter.Tag::new);
        Optional<ReplicationFilter> and = filter.object("And").map(it -> and(it, problems));
        filter.refuseUnknown();
        return prefix.or(() -> tag).or(() -> and).orElseGet(ReplicationFilter.Everything::new);
    }

    private static ReplicationFilter and(MemberReader and, Problems problems) {
        Optional<String> prefix = and.text("Prefix");
        List<ObjectTag> tags = new ArrayList<>();
        List<Node> items = and.items("Tags");
        items.forEach(item -> tag(MemberReader.of(item, problems)).ifPresent(tags::add));
        and.refuseUnknown();
        if (items.size() + (and.has("Prefix") ? 1 : 0) < 2) {
            problems.add(and.path(), "takes at least two predicates; a single one stands in Filter itself");
        }
        return new ReplicationFilter.And(prefix, tags);
    }

    private static Optional<ObjectTag> tag(MemberReader tag) {
        tag.require("Key", "Value");
        Optional<String> key = tag.nonEmptyText("Key");
        Optional<String> value = tag.text("Value");
        tag.refuseUnknown();
        return key.isPresent() && value.isPresent()
                ? Optional.of(new ObjectTag(key.get(), value.get()))
                : Optional.empty();
    }
}
