package io.stocktake.config.replication;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;

/** A configuration as a tree, its members in the order of the API model, which is the order that the AWS CLI prints. */
final class ReplicationTree {

    private ReplicationTree() {}

    static ObjectNode of(ReplicationConfiguration configuration) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("Role", configuration.role());
        ArrayNode rules = tree.putArray("Rules");
        configuration.rules().forEach(rule -> rule(rule, rules.addObject()));
        return tree;
    }

    private static void rule(ReplicationRule rule, ObjectNode tree) {
        rule.id().ifPresent(id -> tree.put("ID", id));
        rule.priority().ifPresent(priority -> tree.put("Priority", priority));
        rule.prefix().ifPresent(prefix -> tree.put("Prefix", prefix));
        rule.filter().ifPresent(filter -> filter(filter, tree.putObject("Filter")));
        status(rule.status(), tree);
        rule.sourceSelectionCriteria().ifPresent(criteria -> {
            ObjectNode object = tree.putObject("SourceSelectionCriteria");
            criteria.sseKmsEncryptedObjects()
                    .ifPresent(status -> status(status, object.putObject("SseKmsEncryptedObjects")));
            criteria.replicaModifications()
                    .ifPresent(status -> status(status, object.putObject("ReplicaModifications")));
        });
        destination(rule.destination(), tree.putObject("Destination"));
        rule.deleteMarkerReplication().ifPresent(markers -> {
            ObjectNode object = tree.putObject("DeleteMarkerReplication");
            markers.status().ifPresent(status -> status(status, object));
        });
    }

    private static void filter(ReplicationFilter filter, ObjectNode tree) {
        if (filter instanceof ReplicationFilter.Prefix prefix) {
            tree.put("Prefix", prefix.prefix());
        } else if (filter instanceof ReplicationFilter.Tag tag) {
            tag(tag.tag(), tree.putObject("Tag"));
        } else if (filter instanceof ReplicationFilter.And and) {
            ObjectNode object = tree.putObject("And");
            and.prefix().ifPresent(prefix -> object.put("Prefix", prefix));
            ArrayNode tags = object.putArray("Tags");
            and.tags().forEach(tag -> tag(tag, tags.addObject()));
        }
    }

    private static void tag(ObjectTag tag, ObjectNode tree) {
        tree.put("Key", tag.key()).put("Value", tag.value());
    }

    private static void destination(ReplicationDestination destination, ObjectNode tree) {
        tree.put("Bucket", destination.bucketArn());
        destination.account().ifPresent(account -> tree.put("Account", account));
        destination.storageClass().ifPresent(storageClass -> tree.put("StorageClass", storageClass));
        destination
                .accessControlTranslation()
                .ifPresent(owner -> tree.putObject("AccessControlTranslation").put("Owner", owner.awsName()));
        destination.encryptionConfiguration().ifPresent(encryption -> {
            ObjectNode object = tree.putObject("EncryptionConfiguration");
            encryption.replicaKmsKeyId().ifPresent(key -> object.put("ReplicaKmsKeyID", key));
        });
        destination.replicationTime().ifPresent(time -> {
            ObjectNode object = tree.putObject("ReplicationTime");
            status(time.status(), object);
            ObjectNode value = object.putObject("Time");
            time.minutes().ifPresent(minutes -> value.put("Minutes", minutes));
        });
        destination.metrics().ifPresent(metrics -> {
            ObjectNode object = tree.putObject("Metrics");
            status(metrics.status(), object);
            metrics.eventThreshold().ifPresent(threshold -> {
                ObjectNode value = object.putObject("EventThreshold");
                threshold.minutes().ifPresent(minutes -> value.put("Minutes", minutes));
            });
        });
    }

    private static void status(RuleStatus status, ObjectNode tree) {
        tree.put("Status", status.awsName());
    }
}
