package io.stocktake.config.replication;

import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.replication.ReplicationFilter.ObjectTag;
import io.stocktake.config.stores.BucketArn;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What S3 checks of a single rule after its shape: id, what it chooses, what its schema takes, then its destination. */
final class RuleChecks {

    private static final int LONGEST_ID = 255;
    private static final int LONGEST_PREFIX = 1024;

    private final PlacedRule placed;
    private final ReplicationRule rule;
    private final Problems problems;

    private RuleChecks(PlacedRule placed, Problems problems) {
        this.placed = placed;
        this.rule = placed.rule();
        this.problems = problems;
    }

    /**
     * Adds what is wrong with a rule.
     *
     * @param source the alias of the bucket that the configuration is of; empty where it is not known
     */
    static void check(PlacedRule placed, Optional<String> source, Problems problems) {
        RuleChecks checks = new RuleChecks(placed, problems);
        checks.id();
        checks.prefix();
        checks.tags();
        checks.schema();
        checks.criteria();
        checks.bucket(source);
        checks.account();
        checks.encryption();
        DestinationChecks.check(placed, problems);
    }

    private void id() {
        rule.id().ifPresent(id -> {
            if (id.codePointCount(0, id.length()) > LONGEST_ID) {
                refuse(
                        placed.member("ID"),
                        Optional.of(id),
                        "is longer than " + LONGEST_ID + " characters",
                        ReplicationRefusals.LONG_ID);
            }
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(id)) {
                refuse(
                        placed.member("ID"),
                        Optional.of(id),
                        "has a character outside of ASCII",
                        ReplicationRefusals.ID_NOT_ASCII);
            }
        });
    }

    private void prefix() {
        String prefix = rule.keyPrefix();
        if (prefix.codePointCount(0, prefix.length()) > LONGEST_PREFIX) {
            refuse(
                    prefixPath(placed),
                    Optional.of(prefix),
                    "is longer than " + LONGEST_PREFIX + " characters",
                    ReplicationRefusals.LONG_PREFIX);
        }
    }

    /** Where a rule's prefix stands, or would. */
    static NodePath prefixPath(PlacedRule placed) {
        Optional<ReplicationFilter> filter = placed.rule().filter();
        if (filter.isEmpty()) {
            return placed.member("Prefix");
        }
        return filter.get() instanceof ReplicationFilter.And
                ? placed.member("Filter", "And", "Prefix")
                : placed.member("Filter", "Prefix");
    }

    private void tags() {
        List<ObjectTag> tags = rule.tags();
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            if (!keys.add(tags.get(i).key())) {
                refuse(
                        placed.member("Filter", "And", "Tags").item(i).member("Key"),
                        Optional.of(tags.get(i).key()),
                        "is given twice",
                        ReplicationRefusals.DUPLICATE_TAG);
            }
        }
    }

    private void schema() {
        if (rule.schema() == RuleSchema.FIRST) {
            firstSchema();
        } else {
            secondSchema();
        }
    }

    private void firstSchema() {
        String why = "is not taken by a rule without a Filter; write Filter instead of Prefix, or leave it out";
        if (rule.deleteMarkerReplication().isPresent()) {
            refuse("DeleteMarkerReplication", why, ReplicationRefusals.DELETE_MARKERS_IN_FIRST_SCHEMA);
        }
        if (rule.priority().isPresent()) {
            refuse("Priority", why, ReplicationRefusals.PRIORITY_IN_FIRST_SCHEMA);
        }
        if (rule.sourceSelectionCriteria()
                .flatMap(SourceSelectionCriteria::replicaModifications)
                .isPresent()) {
            refuse(
                    placed.member("SourceSelectionCriteria", "ReplicaModifications"),
                    Optional.empty(),
                    why,
                    ReplicationRefusals.REPLICA_MODIFICATIONS_IN_FIRST_SCHEMA);
        }
        rule.destination()
                .storageClass()
                .filter(storageClass -> !ReplicaStorageClasses.OF_FIRST_SCHEMA.contains(storageClass))
                .ifPresent(storageClass -> refuse(
                        placed.member("Destination", "StorageClass"),
                        Optional.of(storageClass),
                        "is not one of " + String.join(", ", ReplicaStorageClasses.OF_FIRST_SCHEMA)
                                + ", which a rule without a Filter takes",
                        ReplicationRefusals.STORAGE_CLASS_IN_FIRST_SCHEMA));
    }

    private void secondSchema() {
        String why = "is missing, and a rule with a Filter needs it";
        if (rule.deleteMarkerReplication().isEmpty()) {
            refuse("DeleteMarkerReplication", why, ReplicationRefusals.DELETE_MARKERS_MISSING);
        }
        if (rule.priority().isEmpty()) {
            refuse("Priority", why, ReplicationRefusals.PRIORITY_MISSING);
        }
        if (!rule.tags().isEmpty() && rule.replicatesDeleteMarkers()) {
            refuse(
                    placed.member("DeleteMarkerReplication", "Status"),
                    Optional.of(RuleStatus.ENABLED.awsName()),
                    "stands beside a filter by tags, and a delete marker has none; write Disabled",
                    ReplicationRefusals.DELETE_MARKERS_WITH_TAGS);
        }
    }

    private void criteria() {
        rule.sourceSelectionCriteria()
                .filter(it -> it.sseKmsEncryptedObjects().isEmpty()
                        && it.replicaModifications().isEmpty())
                .ifPresent(it -> refuse(
                        "SourceSelectionCriteria",
                        "is empty; leave it out, or write SseKmsEncryptedObjects",
                        ReplicationRefusals.EMPTY_CRITERIA));
    }

    private void bucket(Optional<String> source) {
        String arn = rule.destination().bucketArn();
        NodePath path = placed.member("Destination", "Bucket");
        Optional<BucketArn> parsed =
                BucketArn.parse(arn).filter(it -> it.account().isEmpty());
        if (parsed.isEmpty()) {
            refuse(
                    path,
                    Optional.of(arn),
                    "is not the ARN of a bucket, such as arn:aws:s3:::replicas",
                    ReplicationRefusals.INVALID_BUCKET_ARN);
        } else if (source.equals(Optional.of(parsed.get().bucket()))) {
            refuse(path, Optional.of(arn), "is the source", ReplicationRefusals.DESTINATION_IS_SOURCE);
        }
    }

    private void account() {
        Optional<String> account = rule.destination().account();
        if (account.filter(String::isBlank).isPresent()) {
            refuse(
                    placed.member("Destination", "Account"),
                    Optional.empty(),
                    "is empty",
                    ReplicationRefusals.EMPTY_ACCOUNT);
        }
        if (account.isEmpty() && rule.destination().accessControlTranslation().isPresent()) {
            refuse(
                    placed.member("Destination", "Account"),
                    Optional.empty(),
                    "is missing, and AccessControlTranslation needs it",
                    ReplicationRefusals.OWNER_WITHOUT_ACCOUNT);
        }
    }

    private void encryption() {
        boolean criterion = rule.sourceSelectionCriteria()
                .flatMap(SourceSelectionCriteria::sseKmsEncryptedObjects)
                .isPresent();
        boolean key = rule.destination()
                .encryptionConfiguration()
                .flatMap(ReplicationDestination.EncryptionConfiguration::replicaKmsKeyId)
                .isPresent();
        if (rule.destination().encryptionConfiguration().isPresent() && !criterion) {
            refuse(
                    placed.member("SourceSelectionCriteria", "SseKmsEncryptedObjects"),
                    Optional.empty(),
                    "is missing, and EncryptionConfiguration needs it",
                    ReplicationRefusals.ENCRYPTION_WITHOUT_CRITERION);
        }
        if (criterion && !key) {
            refuse(
                    placed.member("Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"),
                    Optional.empty(),
                    "is missing, and SseKmsEncryptedObjects needs it",
                    ReplicationRefusals.CRITERION_WITHOUT_ENCRYPTION);
        }
    }

    private void refuse(String member, String why, Refusal refusal) {
        refuse(placed.member(member), Optional.empty(), why, refusal);
    }

    private void refuse(NodePath path, Optional<String> value, String why, Refusal refusal) {
        problems.add(path, value, why, refusal);
    }
}
