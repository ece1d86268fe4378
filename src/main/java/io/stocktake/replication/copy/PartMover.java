package io.stocktake.replication.copy;

import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Gets one part of a source to an upload at the destination. */
interface PartMover {
    /**
     * Moves a part; may be called for the same number again.
     *
     * @param number from 1
     * @param span of the source's bytes
     */
    CompletedPart move(Replica replica, String uploadId, int number, ByteSpan span);
}
