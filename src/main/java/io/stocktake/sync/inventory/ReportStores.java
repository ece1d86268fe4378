package io.stocktake.sync.inventory;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.inventory.delivery.EarlierReport;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The buckets that have reports, each opened once, and which of their stores answer. There are as many as inventory
 * configurations name. Thread-safe.
 */
final class ReportStores implements AutoCloseable {
    private final Map<Place, DestinationBucket> buckets = new ConcurrentHashMap<>();
    private final Map<Store, StoreContact> contacts = new ConcurrentHashMap<>();

    /** The newest complete report of a bucket that tells most, if it has any. */
    Optional<LatestReport> latest(ReachedBucket bucket) {
        return bucket.sources().stream()
                .flatMap(source -> minute(source).map(minute -> new LatestReport(source, minute)).stream())
                .min(LatestReport.BEST_FIRST);
    }

    /** Asks the store something else, which fails at once if it is known not to answer. */
    <T> T ask(BucketLocation bucket, Supplier<T> question) {
        return contacts.computeIfAbsent(bucket.store(), StoreContact::new).ask(question);
    }

    /** Adds the requests that were sent so far. */
    void count(RequestTally tally) {
        buckets.values().forEach(bucket -> tally.add(bucket.requests()));
    }

    @Override
    public void close() {
        buckets.values().forEach(DestinationBucket::close);
    }

    private Optional<Instant> minute(ReportSource source) {
        DestinationBucket bucket = buckets.computeIfAbsent(
                new Place(source.destination(), source.expectedBucketOwner()), ReportStores::open);
        return ask(source.destination(), () -> EarlierReport.newestMinute(bucket, source.location()));
    }

    private static DestinationBucket open(Place place) {
        return DestinationBucket.open(
                new WriteTerms(place.bucket(), place.owner(), RequestedEncryption.none(), Optional.empty(), Map.of()));
    }

    private record Place(BucketLocation bucket, Optional<String> owner) {}
}
