package io.stocktake.replication.diff;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.stores.BucketLocation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules of a table whose user names none, and those of one who names some. */
final class EveryVersion {
    /** Nothing is copied by it, so the key of the replicas is nobody's. */
    private static final String DOCUMENT = """
            {"Role": "s3-diff", "Rules": [{"ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
              "DeleteMarkerReplication": {"Status": "Enabled"},
              "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
              "Destination": {"Bucket": "arn:aws:s3:::destination",
                "EncryptionConfiguration": {"ReplicaKmsKeyID": "any"}}}]}
            """;

    private EveryVersion() {}

    /** One rule, {@code everything}: all versions, all delete markers, whatever their encryption. */
    static ReplicationConfiguration rules() {
        return parse("the rule of every version", DOCUMENT);
    }

    /**
     * The rules of this document that have the destination; all, if they have one destination only.
     *
     * @throws IllegalArgumentException if the document is refused, or none of its rules has this destination
     */
    static ReplicationConfiguration rulesFor(BucketLocation destination, String document) {
        ReplicationConfiguration configuration =
                parse("the option \"" + DiffOptions.RULES + "\"", document).withGeneratedIds();
        List<String> destinations = configuration.rules().stream()
                .map(rule -> rule.destination().bucket())
                .distinct()
                .toList();
        if (destinations.size() == 1) {
            return configuration;
        }
        List<ReplicationRule> rules = configuration.rules().stream()
                .filter(rule -> rule.destination().bucket().equals(destination.alias()))
                .toList();
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("Cannot read the option \"" + DiffOptions.RULES
                    + "\": its rules have the destinations " + String.join(", ", destinations) + ", and none is \""
                    + destination.alias() + "\"");
        }
        return new ReplicationConfiguration(configuration.role(), rules);
    }

    private static ReplicationConfiguration parse(String name, String document) {
        return ReplicationConfigurations.parse(name, document.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
