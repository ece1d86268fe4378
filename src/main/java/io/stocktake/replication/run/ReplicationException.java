package io.stocktake.replication.run;

/** A replication did not come to its end; its cause is what Spark says of the task that failed. */
public final class ReplicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplicationException(Throwable cause) {
        super("the replication has failed: " + cause.getMessage(), cause);
    }
}
