package io.stocktake.inventory.delivery;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.s3.BucketListing;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.StoreException;
import java.util.Optional;

/**
 * Asks stores what only they can tell: whether a bucket may be listed, and whether a report may be delivered. Run it where
 * a run's tasks run, since that is where credentials are resolved. Nothing that anybody can see is left behind.
 */
public final class OnlineCheck {
    private OnlineCheck() {}

    /**
     * Lists one entry of the bucket.
     *
     * @return why it cannot be listed; empty if it can
     */
    public static Optional<String> ofSource(BucketLocation source, IncludedObjectVersions versions) {
        ListingRequest request =
                new ListingRequest(source, "", versions, ListingRequest.Owners.OMITTED, KeyRange.all(), 1);
        try (StoreClients.Lease store = StoreClients.lease(source.store());
                BucketListing listing = new BucketListing(store.client(), request, new RequestCounter())) {
            listing.nextPage();
            return Optional.empty();
        } catch (StoreException refusal) {
            return Optional.of(refusal.getMessage());
        }
    }

    /**
     * Begins an upload of a data file as the delivery would, with its encryption, owner and ACL, and aborts it.
     *
     * @return why no report can be delivered; empty if one can
     */
    public static Optional<String> ofDestination(InventoryDelivery delivery) {
        // The name of a data file, so that the next run clears the upload if this process dies in between.
        String key = delivery.location().dataFile(delivery.run().newFile().toString(), delivery.format());
        try (DestinationBucket bucket = Terms.open(delivery)) {
            String upload = bucket.uploads().create(key, ContentTypes.of(delivery.format()));
            bucket.uploads().abort(key, upload);
            return Optional.empty();
        } catch (StoreException refusal) {
            return Optional.of(refusal.getMessage());
        }
    }
}
