package io.stocktake.sync.operations;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import io.stocktake.sync.CaptureLocation;
import io.stocktake.sync.SyncRequest;
import java.util.Map;
import java.util.Optional;

/**
 * Where captures go: the sync's S3Destination, or beside the run records where it has none.
 *
 * @param bucket the bucket
 * @param location the keys in it
 * @param encryption the key of the S3Destination, or the bucket's default
 */
record CaptureDestination(BucketLocation bucket, CaptureLocation location, RequestedEncryption encryption) {

    static CaptureDestination of(SyncRequest request, WorkingPlace operations) {
        if (request.sync().s3Destination().isEmpty()) {
            return new CaptureDestination(
                    operations.bucket(), new CaptureLocation(operations.prefix()), RequestedEncryption.none());
        }
        S3Destination destination = request.sync().s3Destination().get();
        return new CaptureDestination(
                request.stores()
                        .bucket(destination.bucketName(), request.stores().accountId()),
                new CaptureLocation(destination.prefix().orElse("")),
                destination.awsKmsKeyArn().map(RequestedEncryption::sseKms).orElseGet(RequestedEncryption::none));
    }

    /** The bucket; to be closed. No request is sent. */
    DestinationBucket open() {
        return DestinationBucket.open(new WriteTerms(bucket, Optional.empty(), encryption, Optional.empty(), Map.of()));
    }
}
