package io.stocktake.sync.inventory;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.run.RunId;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import io.stocktake.sync.CaptureLocation;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * Where one run of a sync writes, and how. Travels with tasks.
 *
 * @param bucket the bucket
 * @param captures the keys of captures
 * @param encryption asked for everything written
 * @param run the run's id, which every object carries: a capture is told from the one it replaces by it
 */
record CaptureDestination(BucketLocation bucket, CaptureLocation captures, RequestedEncryption encryption, String run)
        implements Serializable {

    /** What Athena and Hive are not told by it; people who look at the object are. */
    static final String CONTENT_TYPE = "application/x-ndjson";

    private static final String RUN = "stocktake-run";

    static CaptureDestination of(S3Destination destination, Stores stores, RunId run) {
        return new CaptureDestination(
                stores.bucket(destination.bucketName()),
                new CaptureLocation(destination.prefix().orElse("")),
                destination.awsKmsKeyArn().map(RequestedEncryption::sseKms).orElseGet(RequestedEncryption::none),
                run.text());
    }

    /** The bucket, to be closed. */
    DestinationBucket open() {
        return DestinationBucket.open(
                new WriteTerms(bucket, Optional.empty(), encryption, Optional.empty(), Map.of(RUN, run)));
    }

    /** Where runs have their records; slash included. */
    String records() {
        return captures.root() + "resource-data-sync-runs/";
    }
}
