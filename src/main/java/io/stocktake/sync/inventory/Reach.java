package io.stocktake.sync.inventory;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryDestination;
import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.UnknownBucketException;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The buckets that a sync covers: those with inventory configurations in the stores of the home account, or of every
 * account where the destination is shared with an organization.
 *
 * @param buckets by account, Region and name, each once
 * @param failures what cannot be covered, since the definitions do not say which bucket it is
 */
record Reach(List<ReachedBucket> buckets, List<SyncFailure> failures) {
    /** By account, Region and name. */
    static final Comparator<CapturedResource> ORDER = Comparator.comparing(CapturedResource::accountId)
            .thenComparing(CapturedResource::region)
            .thenComparing(CapturedResource::bucket);

    Reach {
        buckets = List.copyOf(buckets);
        failures = List.copyOf(failures);
    }

    static Reach of(ResourceDataSync sync, List<BucketInventory> inventories, Stores stores) {
        boolean isShared = sync.s3Destination()
                .flatMap(S3Destination::destinationDataSharing)
                .isPresent();
        Map<CapturedResource, List<ReachedBucket>> byResource = new TreeMap<>(ORDER);
        List<SyncFailure> failures = new ArrayList<>();
        for (BucketInventory inventory : inventories) {
            try {
                BucketLocation location = stores.bucket(inventory.bucket());
                if (isShared || stores.account(location.store()).equals(stores.home())) {
                    CapturedResource resource = CapturedResource.of(location, stores);
                    ReportSource source = source(inventory.configuration(), location, stores);
                    byResource
                            .computeIfAbsent(resource, absent -> new ArrayList<>())
                            .add(new ReachedBucket(resource, location, List.of(source)));
                }
            } catch (UnknownBucketException | AmbiguousBucketException undefined) {
                failures.add(new SyncFailure(
                        "bucket \"" + inventory.bucket() + "\"",
                        "Cannot sync the bucket \"" + inventory.bucket() + "\": " + undefined.getMessage()));
            }
        }
        List<ReachedBucket> buckets = new ArrayList<>();
        byResource.forEach((resource, found) -> {
            BucketLocation first = found.get(0).location();
            if (found.stream().allMatch(bucket -> bucket.location().isSameBucketAs(first))) {
                List<ReportSource> sources = found.stream()
                        .flatMap(bucket -> bucket.sources().stream())
                        .toList();
                buckets.add(new ReachedBucket(resource, first, sources));
            } else {
                found.stream()
                        .map(ReachedBucket::location)
                        .distinct()
                        .forEach(location -> failures.add(ReachedBucket.failure(location, collision(resource))));
            }
        });
        return new Reach(buckets, failures.stream().distinct().toList());
    }

    private static ReportSource source(InventoryConfiguration configuration, BucketLocation bucket, Stores stores) {
        InventoryDestination destination = configuration.destination();
        return new ReportSource(
                configuration,
                stores.bucket(destination.bucket(), destination.accountId()),
                new ReportLocation(destination.prefix().orElse(""), bucket.alias(), configuration.id()));
    }

    private static String collision(CapturedResource resource) {
        return "there are several named \"" + resource.bucket() + "\" in the account \"" + resource.accountId()
                + "\" and the Region \"" + resource.region()
                + "\", and their captures would overwrite each other. Give their stores different Regions in stores.yaml.";
    }
}
