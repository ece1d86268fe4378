package io.stocktake.replication;

import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.RuleStatus;
import io.stocktake.config.replication.SourceSelectionCriteria;
import java.util.Optional;

/**
 * Which object versions a rule cannot copy for their encryption.
 *
 * <p>Source: S3 User Guide, "What does Amazon S3 replicate?". Archived objects are not eligible either, but only a GET
 * shows which are: the name of a storage class decides nothing outside AWS.
 */
public final class Eligibility {
    /** No store gives the content away without the customer's key. */
    public static final String CUSTOMER_KEY = "SSE-C";

    /** The rule has no {@code SseKmsEncryptedObjects} with the status {@code Enabled}. */
    public static final String KMS_WITHOUT_OPT_IN = "SSE-KMS without SseKmsEncryptedObjects";

    private Eligibility() {}

    /**
     * Why the rule cannot copy a version.
     *
     * @param encryptionStatus as {@link io.stocktake.s3.ObjectHead#encryptionStatus} says it
     * @return empty where it can
     */
    public static Optional<String> obstacle(ReplicationRule rule, String encryptionStatus) {
        return switch (encryptionStatus) {
            case "SSE-C" -> Optional.of(CUSTOMER_KEY);
            case "SSE-KMS", "DSSE-KMS" ->
                rule.sourceSelectionCriteria()
                                .flatMap(SourceSelectionCriteria::sseKmsEncryptedObjects)
                                .equals(Optional.of(RuleStatus.ENABLED))
                        ? Optional.empty()
                        : Optional.of(KMS_WITHOUT_OPT_IN);
            default -> Optional.empty();
        };
    }
}
