package io.stocktake.replication.manifest;

import io.stocktake.s3.ObjectHead;

/** A value of {@code ObjectReplicationStatuses}: what a store says of a version's own replication. */
public enum ObjectReplicationStatus {
    /** The store has not replicated it, and is not going to. */
    NONE,
    FAILED,
    COMPLETED,
    /** It is a replica itself. */
    REPLICA;

    boolean isOf(ObjectHead head) {
        return head.replicationStatus().orElse(NONE.name()).equals(name());
    }
}
