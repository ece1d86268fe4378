package io.stocktake.replication;

import io.stocktake.config.document.Refusal;
import io.stocktake.config.replication.ReplicationRefusals;
import java.io.Serializable;

/**
 * Why a store keeps a replication from being run.
 *
 * @param kind what AWS would call it
 * @param why for people
 */
public record ReplicationObstacle(Kind kind, String why) implements Serializable {

    /** What kinds there are. */
    public enum Kind {
        SOURCE_NOT_VERSIONED,
        DESTINATION_NOT_VERSIONED,
        /** The store did not answer, or denies access. */
        UNREACHABLE;

        /** What AWS answers to a PutBucketReplication then. */
        public Refusal refusal() {
            return switch (this) {
                case SOURCE_NOT_VERSIONED -> ReplicationRefusals.SOURCE_NOT_VERSIONED;
                case DESTINATION_NOT_VERSIONED -> ReplicationRefusals.DESTINATION_NOT_VERSIONED;
                case UNREACHABLE -> Refusal.INVALID_DEFINITION;
            };
        }
    }
}
