package io.stocktake.sync;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.run.RunId;
import io.stocktake.run.WorkingPlace;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * Where a sync writes, and how. Travels with tasks.
 *
 * @param bucket the bucket
 * @param captures the keys of captures in it
 * @param encryption asked for everything written
 * @param metadata that every object carries
 */
public record CaptureDestination(
        BucketLocation bucket, CaptureLocation captures, RequestedEncryption encryption, Map<String, String> metadata)
        implements Serializable {

    /** Athena and Hive are not told by it what a capture is; people who look at the object are. */
    public static final String CONTENT_TYPE = "application/x-ndjson";

    private static final String RUN = "stocktake-run";

    public CaptureDestination {
        requireNonNull(bucket, "bucket");
        requireNonNull(captures, "captures");
        requireNonNull(encryption, "encryption");
        metadata = Map.copyOf(metadata);
    }

    /** What an S3Destination says. The home account decides where two stores claim its bucket. */
    public static CaptureDestination of(S3Destination destination, Stores stores) {
        return new CaptureDestination(
                stores.bucket(destination.bucketName(), stores.accountId()),
                new CaptureLocation(destination.prefix().orElse("")),
                destination.awsKmsKeyArn().map(RequestedEncryption::sseKms).orElseGet(RequestedEncryption::none),
                Map.of());
    }

    /** Beside what runs leave there. */
    public static CaptureDestination at(WorkingPlace place) {
        return new CaptureDestination(
                place.bucket(), new CaptureLocation(place.prefix()), RequestedEncryption.none(), Map.of());
    }

    /** The same with the run in the metadata: a capture is told from the one that it replaces by it. */
    public CaptureDestination markedWith(RunId run) {
        return new CaptureDestination(bucket, captures, encryption, Map.of(RUN, run.text()));
    }

    /** The bucket, to be closed. No request is sent. */
    public DestinationBucket open() {
        return DestinationBucket.open(new WriteTerms(bucket, Optional.empty(), encryption, Optional.empty(), metadata));
    }

    /** The place as {@code s3a://bucket/prefix/}. */
    public String place() {
        return "s3a://" + bucket.alias() + "/" + captures.root();
    }

    /** What tells it from another destination, of which a capture would have to be written anew. */
    public String text() {
        return place() + encryption.keyId().map(key -> " with " + key).orElse("");
    }
}
