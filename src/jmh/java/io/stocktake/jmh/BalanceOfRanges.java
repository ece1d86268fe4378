package io.stocktake.jmh;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.VirtualKeys;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.planning.RangePlan;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongFunction;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Plans the ranges of the six shapes of virtual buckets and counts what lies in them. The planner's probes are real
 * requests; what the listing takes is computed, since the bucket knows the index of any key: a range of n keys takes n /
 * 1,000 pages and the one that goes beyond its end.
 */
public final class BalanceOfRanges {
    private static final int PAGE = 1000;

    private BalanceOfRanges() {}

    /**
     * Prints the table.
     *
     * @param arguments keys, task slots, milliseconds a page
     */
    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[0]);
        int slots = Integer.parseInt(arguments[1]);
        Map<String, LongFunction<VirtualKeys>> shapes = VirtualKeys.shapes();
        System.out.printf(
                "%-20s %7s %7s %9s %14s %10s %10s %12s %12s %12s %8s%n",
                "shape",
                "ranges",
                "probes",
                "requests",
                "per 1,000 keys",
                "largest %",
                "smallest %",
                "2 cores",
                slots + " slots",
                "estimate",
                "seconds");
        try (EmbeddedS3 server = EmbeddedS3.start()) {
            server.requests().countOnly();
            server.faults().delay(Duration.ofMillis(Long.parseLong(arguments[2])));
            shapes.forEach((name, shape) -> {
                VirtualKeys keys = shape.apply(count);
                server.createVirtualBucket(name, keys);
                print(server, name, keys, slots);
            });
        }
    }

    private static void print(EmbeddedS3 server, String name, VirtualKeys keys, int slots) {
        Store store = Store.fromOptions(
                Map.of("name", "virtual", "endpoint", server.endpoint().toString()));
        ListingRequest request = new ListingRequest(
                new BucketLocation(store, name, name),
                "",
                IncludedObjectVersions.CURRENT,
                ListingRequest.Owners.OMITTED,
                KeyRange.all(),
                PAGE);
        RequestCounter counter = new RequestCounter();
        long start = System.nanoTime();
        RangePlan plan;
        try (StoreClients.Lease lease = StoreClients.lease(store)) {
            plan = new RangePlanner(lease.client(), counter).plan(request, RangeTarget.forSlots(slots));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        List<KeyRange> ranges = plan.ranges();
        long[] sizes = new long[ranges.size()];
        long before = 0;
        long requests = counter.requests();
        for (int i = 0; i < sizes.length; i++) {
            long end = ranges.get(i).upTo().map(cut -> upTo(keys, cut)).orElse(keys.count());
            sizes[i] = end - before;
            requests += pages(before, end, keys.count());
            before = end;
        }
        if (Arrays.stream(sizes).sum() != keys.count()) {
            throw new IllegalStateException(name + ": the ranges do not tile the bucket");
        }
        System.out.printf(
                "%-20s %7d %7d %9d %14.4f %10.2f %10.4f %12.3f %12.3f %12d %8.2f%n",
                name,
                sizes.length,
                counter.requests(),
                requests,
                requests * 1000.0 / keys.count(),
                100.0 * Arrays.stream(sizes).max().orElse(0) / keys.count(),
                100.0 * Arrays.stream(sizes).min().orElse(0) / keys.count(),
                busiest(sizes, 2),
                busiest(sizes, slots),
                plan.entries(),
                seconds);
    }

    private static long upTo(VirtualKeys keys, UTF8String cut) {
        byte[] behind = Arrays.copyOf(cut.getBytes(), cut.numBytes() + 1);
        return keys.firstFrom(behind);
    }

    /** A page that ends within the range is followed by another one, unless it is the bucket's last. */
    private static long pages(long from, long to, long count) {
        long pages = Math.max(1, (to - from + PAGE - 1) / PAGE);
        boolean isFull = to > from && (to - from) % PAGE == 0;
        return isFull && to < count ? pages + 1 : pages;
    }

    /** What the busiest of so many takers has when each takes the next range as soon as it is free, against the mean. */
    private static double busiest(long[] sizes, int takers) {
        PriorityQueue<Long> loads = new PriorityQueue<>();
        for (int i = 0; i < takers; i++) {
            loads.add(0L);
        }
        long busiest = 0;
        for (long size : sizes) {
            long load = loads.remove() + size;
            busiest = Math.max(busiest, load);
            loads.add(load);
        }
        return busiest * (double) takers / Arrays.stream(sizes).sum();
    }
}
