package io.stocktake.inventory.delivery;

import io.stocktake.config.inventory.ReportEncryption;
import io.stocktake.run.RunId;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.StoredHead;
import io.stocktake.s3.WriteTerms;
import java.util.Map;

/** A delivery's destination, opened as the delivery asks for. */
final class Terms {
    /** Says of every object which run wrote it, so that a later one clears no other's. */
    private static final String RUN = "stocktake-run";

    private Terms() {}

    static DestinationBucket open(InventoryDelivery delivery) {
        return DestinationBucket.open(new WriteTerms(
                delivery.destination(),
                delivery.expectedBucketOwner(),
                requested(delivery.encryption()),
                delivery.acl(),
                Map.of(RUN, delivery.run().text())));
    }

    /** Whether this run wrote the object. */
    static boolean isOf(RunId run, StoredHead head) {
        return run.text().equals(head.metadata().get(RUN));
    }

    private static RequestedEncryption requested(ReportEncryption encryption) {
        if (encryption instanceof ReportEncryption.SseS3) {
            return RequestedEncryption.sseS3();
        }
        return encryption instanceof ReportEncryption.SseKms kms
                ? RequestedEncryption.sseKms(kms.keyId())
                : RequestedEncryption.none();
    }
}
