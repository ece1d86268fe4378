package io.stocktake.replication.diff;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.s3.BucketListing;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Lists one key at a time, whose versions come first among the keys that begin with it. Thread-safe. */
final class SingleKeys {
    /** More versions than most keys have, fewer than a page of keys that only begin with this one. */
    private static final int VERSIONS_A_PAGE = 100;

    /** The object itself, and the next key, which ends the listing. */
    private static final int OBJECTS_A_PAGE = 2;

    private final DiffRequest request;
    private final StoreClient source;
    private final StoreClient destination;
    private final RequestCounter counter;

    SingleKeys(DiffRequest request, StoreClient source, StoreClient destination, RequestCounter counter) {
        this.request = request;
        this.source = source;
        this.destination = destination;
        this.counter = counter;
    }

    KeyHistory atSource(UTF8String key) {
        return history(source, request.terms().source(), key);
    }

    KeyHistory atDestination(UTF8String key) {
        return history(destination, request.terms().destination(), key);
    }

    private KeyHistory history(StoreClient client, BucketLocation bucket, UTF8String key) {
        ListingRequest listing = new ListingRequest(
                bucket,
                key.toString(),
                Listings.versions(request.terms().versions()),
                ListingRequest.Owners.OMITTED,
                KeyRange.upTo(key),
                request.terms().versions() == ComparedVersions.HISTORY ? VERSIONS_A_PAGE : OBJECTS_A_PAGE);
        List<ListedVersion> versions = new ArrayList<>();
        try (BucketListing pages = new BucketListing(client, listing, counter)) {
            List<ListedVersion> page = pages.nextPage();
            while (!page.isEmpty()) {
                versions.addAll(page);
                page = pages.nextPage();
            }
        }
        return new KeyHistory(key, versions);
    }
}
