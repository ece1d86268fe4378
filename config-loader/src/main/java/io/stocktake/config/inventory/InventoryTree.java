package io.stocktake.config.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A configuration as a tree, its members in the order of the API model, which is the order that the AWS CLI prints. */
final class InventoryTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private InventoryTree() {}

    static ObjectNode of(InventoryConfiguration configuration) {
        ObjectNode tree = NODES.objectNode();
        tree.putObject("Destination").set("S3BucketDestination", destination(configuration.destination()));
        tree.put("IsEnabled", configuration.isEnabled());
        configuration
                .filterPrefix()
                .ifPresent(prefix -> tree.putObject("Filter").put("Prefix", prefix));
        tree.put("Id", configuration.id());
        tree.put(
                "IncludedObjectVersions", configuration.includedObjectVersions().awsName());
        if (!configuration.optionalFields().isEmpty()) {
            ArrayNode fields = tree.putArray("OptionalFields");
            configuration.optionalFields().forEach(field -> fields.add(field.awsName()));
        }
        tree.putObject("Schedule").put("Frequency", configuration.frequency().awsName());
        return tree;
    }

    static ObjectNode wrapped(InventoryConfiguration configuration) {
        ObjectNode tree = NODES.objectNode();
        tree.set(InventoryShape.WRAPPER, of(configuration));
        return tree;
    }

    private static ObjectNode destination(InventoryDestination destination) {
        ObjectNode tree = NODES.objectNode();
        destination.accountId().ifPresent(account -> tree.put("AccountId", account));
        tree.put("Bucket", destination.bucketArn());
        tree.put("Format", destination.format().awsName());
        destination.prefix().ifPresent(prefix -> tree.put("Prefix", prefix));
        if (destination.encryption() instanceof ReportEncryption.SseS3) {
            tree.putObject("Encryption").putObject("SSES3");
        } else if (destination.encryption() instanceof ReportEncryption.SseKms kms) {
            tree.putObject("Encryption").putObject("SSEKMS").put("KeyId", kms.keyId());
        }
        return tree;
    }
}
