package io.stocktake.config.replication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * {@code Destination} of a rule.
 *
 * @param bucketArn the destination's ARN as written
 * @param account the account that owns the destination
 * @param storageClass the replicas' storage class as written; absent: the source's
 * @param accessControlTranslation who owns the replicas
 * @param encryptionConfiguration the key for replicas of objects encrypted with KMS keys
 * @param replicationTime AWS's time control; without effect on a batch run
 * @param metrics AWS's metrics; without effect on a batch run
 */
public record ReplicationDestination(
        String bucketArn,
        Optional<String> account,
        Optional<String> storageClass,
        Optional<OwnerOverride> accessControlTranslation,
        Optional<EncryptionConfiguration> encryptionConfiguration,
        Optional<ReplicationTime> replicationTime,
        Optional<Metrics> metrics) {

    public ReplicationDestination {
        requireNonNull(bucketArn, "bucketArn");
        requireNonNull(account, "account");
        requireNonNull(storageClass, "storageClass");
        requireNonNull(accessControlTranslation, "accessControlTranslation");
        requireNonNull(encryptionConfiguration, "encryptionConfiguration");
        requireNonNull(replicationTime, "replicationTime");
        requireNonNull(metrics, "metrics");
    }

    /** The ARN's last part: the destination's alias in stores.yaml. */
    public String bucket() {
        return bucketArn.substring(bucketArn.lastIndexOf(':') + 1);
    }

    /**
     * {@code EncryptionConfiguration}.
     *
     * @param replicaKmsKeyId the id or ARN of the destination's key
     */
    public record EncryptionConfiguration(Optional<String> replicaKmsKeyId) {
        public EncryptionConfiguration {
            requireNonNull(replicaKmsKeyId, "replicaKmsKeyId");
        }
    }

    /**
     * {@code ReplicationTime}.
     *
     * @param status whether it is in force
     * @param minutes {@code Time.Minutes}
     */
    public record ReplicationTime(RuleStatus status, Optional<Integer> minutes) {
        public ReplicationTime {
            requireNonNull(status, "status");
            requireNonNull(minutes, "minutes");
        }
    }

    /**
     * {@code Metrics}.
     *
     * @param status whether they are in force
     * @param eventThreshold {@code EventThreshold}
     */
    public record Metrics(RuleStatus status, Optional<EventThreshold> eventThreshold) {
        public Metrics {
            requireNonNull(status, "status");
            requireNonNull(eventThreshold, "eventThreshold");
        }
    }

    /**
     * {@code Metrics.EventThreshold}.
     *
     * @param minutes {@code Minutes}
     */
    public record EventThreshold(Optional<Integer> minutes) {
        public EventThreshold {
            requireNonNull(minutes, "minutes");
        }
    }
}
