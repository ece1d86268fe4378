package io.stocktake.config.replication;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * {@code SourceSelectionCriteria}.
 *
 * @param sseKmsEncryptedObjects whether objects encrypted with KMS keys are copied
 * @param replicaModifications whether changed metadata of replicas is; without effect on a batch run
 */
public record SourceSelectionCriteria(
        Optional<RuleStatus> sseKmsEncryptedObjects, Optional<RuleStatus> replicaModifications) {

    public SourceSelectionCriteria {
        requireNonNull(sseKmsEncryptedObjects, "sseKmsEncryptedObjects");
        requireNonNull(replicaModifications, "replicaModifications");
    }
}
