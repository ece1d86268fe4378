package io.stocktake.replication.diff;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.replication.DestinationRules;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.planning.CutPoints;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/** Cuts a comparison into ranges of keys that can be read side by side, by what both buckets hold. */
public final class DiffPlanner {
    private DiffPlanner() {}

    /**
     * Ranges that tile all keys, ascending: cut where either bucket alone would be, since what one bucket lacks may be
     * much in the other.
     *
     * @param target how many are wanted for each bucket; there may be fewer, and together twice as many
     * @throws io.stocktake.s3.StoreException if a bucket cannot be listed
     */
    public static List<KeyRange> plan(DiffRequest request, RangeTarget target) {
        DestinationRules rules = request.terms().rules();
        List<UTF8String> cuts = new ArrayList<>(cuts(request, request.terms().source(), rules, target));
        cuts.addAll(cuts(request, request.terms().destination(), rules, target));
        return KeyRange.all().cutAt(cuts);
    }

    /** Ranges that tile all keys, cut at these; those that some stores mangle are left out. */
    public static List<KeyRange> cutAt(List<String> cuts) {
        return KeyRange.all()
                .cutAt(CutPoints.safe(cuts.stream().map(UTF8String::fromString).toList()));
    }

    private static List<UTF8String> cuts(
            DiffRequest request, BucketLocation bucket, DestinationRules rules, RangeTarget target) {
        try (StoreClients.Lease store = StoreClients.lease(bucket.store())) {
            return new RangePlanner(store.client(), new RequestCounter())
                    .plan(Listings.request(request, bucket, rules, KeyRange.all()), target).ranges().stream()
                            .flatMap(range -> range.upTo().stream())
                            .toList();
        }
    }
}
