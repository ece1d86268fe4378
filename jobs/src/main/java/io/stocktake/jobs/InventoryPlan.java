package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryDestination;
import io.stocktake.config.inventory.InventoryField;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Listing;
import io.stocktake.config.stores.Stores;
import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ListingOptions;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.planning.CutPoints;
import io.stocktake.s3.planning.RangePlan;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What one inventory configuration asks for: which rows of which bucket go where.
 *
 * @param inventory the configuration
 * @param source the bucket to list
 * @param delivery the report to deliver
 */
record InventoryPlan(BucketInventory inventory, BucketLocation source, InventoryDelivery delivery) {
    private static final long PAGE = 1000;

    /**
     * Finds the buckets of a configuration among the stores.
     *
     * @param staleAfter how old the record of a run that was killed is; empty: as that run said
     */
    static InventoryPlan of(BucketInventory inventory, Stores stores, Optional<Duration> staleAfter) {
        InventoryConfiguration configuration = inventory.configuration();
        InventoryDestination destination = configuration.destination();
        BucketLocation source = stores.bucket(inventory.bucket());
        BucketLocation target = stores.bucket(destination.bucket(), destination.accountId());
        boolean isForeign = source.store().accountId().isPresent()
                && target.store().accountId().isPresent()
                && !source.store().accountId().equals(target.store().accountId());
        InventoryDelivery delivery = InventoryDelivery.of(
                        target, source.alias(), configuration.id(), destination.format())
                .withPrefix(destination.prefix())
                .withEncryption(destination.encryption())
                .withExpectedBucketOwner(destination.accountId())
                .withAcl(isForeign ? Optional.of(InventoryDelivery.BUCKET_OWNER_FULL_CONTROL) : Optional.empty())
                .withHeartbeat(InventoryDelivery.HEARTBEAT, staleAfter);
        return new InventoryPlan(inventory, source, delivery);
    }

    /** {@code photos/everything}: the bucket and the configuration's id. */
    String name() {
        return inventory.bucket() + "/" + inventory.configuration().id();
    }

    /** The columns of the report, in its order. */
    List<ObjectColumn> columns() {
        EnumSet<ObjectColumn> columns = EnumSet.copyOf(ObjectColumn.ALWAYS);
        if (versions() == IncludedObjectVersions.ALL) {
            columns.addAll(ObjectColumn.VERSIONS);
        }
        for (InventoryField field : inventory.configuration().optionalFields()) {
            columns.add(ObjectColumn.ofCsvName(field.awsName()).orElseThrow());
        }
        return ObjectColumn.inOrder(columns);
    }

    /**
     * What to list. May ask the store for a page.
     *
     * @param cuts of the newest report, if there is one
     * @param slots how many tasks run at the same time
     * @throws io.stocktake.s3.StoreException if the bucket cannot be listed
     */
    ListingOptions listing(Optional<Cuts> cuts, int slots) {
        ListingOptions options = ListingOptions.current(source)
                .with(versions())
                .withPrefix(inventory.configuration().filterPrefix().orElse(""));
        // What was empty may be anything by now.
        Optional<Cuts> known = cuts.filter(report -> report.rows() > 0);
        if (known.isEmpty()) {
            return options;
        }
        List<String> keys = keys(known.get(), slots);
        boolean isCut = probes(known.get(), keys) == 0 ? !keys.isEmpty() : isListedFrom(keys.get(keys.size() / 2));
        return isCut ? options.withCuts(keys) : options.withRanges(1);
    }

    /**
     * How many pages tell whether the bucket can be cut as its report says: one behind a cut where one task wrote that
     * report, since the store may not know StartAfter.
     */
    long probes(Cuts known, int slots) {
        return probes(known, keys(known, slots));
    }

    private static long probes(Cuts known, List<String> keys) {
        return known.tasks() == 1 && !keys.isEmpty() ? 1 : 0;
    }

    /**
     * The ranges that a run would list if no report told it how the keys lie; asks the store.
     *
     * @throws io.stocktake.s3.StoreException if the bucket cannot be listed
     */
    RangePlan probe(int slots) {
        try (StoreClients.Lease store = StoreClients.lease(source.store())) {
            return new RangePlanner(store.client(), new RequestCounter()).plan(request(), RangeTarget.forSlots(slots));
        }
    }

    /** The whole listing, as a run asks for it. */
    ListingRequest request() {
        return new ListingRequest(
                source,
                inventory.configuration().filterPrefix().orElse(""),
                versions(),
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                ListingRequest.LARGEST_PAGE);
    }

    /** The requests that a run takes for so many objects, listed in so many ranges. */
    long requests(long objects, int ranges) {
        return objects / PAGE
                + ranges
                + (asks(ObjectColumn.Origin.HEAD) ? objects : 0)
                + (asks(ObjectColumn.Origin.ACL) ? objects : 0);
    }

    /** What each object costs beyond its listing, in words. */
    String costs() {
        boolean head = asks(ObjectColumn.Origin.HEAD);
        boolean acl = asks(ObjectColumn.Origin.ACL);
        if (head && acl) {
            return "HEAD, ACL";
        }
        return head ? "HEAD" : acl ? "ACL" : "nothing";
    }

    /** Where to cut a bucket that is as its report says; nowhere if it is small, or listed in no order. */
    private List<String> keys(Cuts known, int slots) {
        if (Listing.of(source) != Listing.ORDERED) {
            return List.of();
        }
        int ranges = RangeTarget.forSlots(slots).ofKnown((double) known.rows() / PAGE);
        return CutPoints.safe(known.evenly(ranges).stream()
                        .map(UTF8String::fromString)
                        .toList())
                .stream()
                .map(UTF8String::toString)
                .toList();
    }

    private boolean isListedFrom(String key) {
        try (StoreClients.Lease store = StoreClients.lease(source.store())) {
            return new RangePlanner(store.client(), new RequestCounter())
                    .isListedFrom(request(), UTF8String.fromString(key));
        }
    }

    private boolean asks(ObjectColumn.Origin origin) {
        return columns().stream().anyMatch(column -> column.origin() == origin);
    }

    private IncludedObjectVersions versions() {
        return inventory.configuration().includedObjectVersions();
    }
}
