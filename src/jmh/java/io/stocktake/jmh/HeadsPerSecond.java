package io.stocktake.jmh;

import com.sun.management.OperatingSystemMXBean;
import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.s3.BucketListing;
import io.stocktake.s3.DetailWindow;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.ObjectRequests;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lists a bucket and asks for the HEAD of each of its objects, as the tasks of an executor do. */
public final class HeadsPerSecond {
    private HeadsPerSecond() {}

    /**
     * Prints a line: the HEADs, how many a second, what they cost.
     *
     * @param arguments the store's endpoint, the bucket, task slots, requests in flight of each (0: what the window finds)
     */
    public static void main(String[] arguments) throws Exception {
        Store store = Store.fromOptions(Map.of("name", "virtual", "endpoint", arguments[0]));
        BucketLocation bucket = new BucketLocation(store, arguments[1], arguments[1]);
        int slots = Integer.parseInt(arguments[2]);
        int inFlight = Integer.parseInt(arguments[3]);
        ListingRequest request = new ListingRequest(
                bucket, "", IncludedObjectVersions.CURRENT, ListingRequest.Owners.OMITTED, KeyRange.all(), 1000);
        long start = System.nanoTime();
        long heads = 0;
        try (StoreClient client = StoreClient.open(store)) {
            Queue<KeyRange> ranges = new ConcurrentLinkedQueue<>(new RangePlanner(client, new RequestCounter())
                    .plan(request, RangeTarget.forSlots(slots))
                    .ranges());
            ExecutorService threads = Executors.newFixedThreadPool(slots);
            List<Future<Long>> tasks = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                tasks.add(threads.submit(() -> heads(client, request, ranges, inFlight)));
            }
            threads.shutdown();
            for (Future<Long> task : tasks) {
                heads += task.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        System.out.printf(
                "%-10s %10d %12.0f %10.1f %26.1f %10.1f%n",
                inFlight == 0 ? "adaptive" : inFlight, heads, heads / seconds, cpu, cpu * 1e6 / heads, seconds);
    }

    private static long heads(StoreClient client, ListingRequest request, Queue<KeyRange> ranges, int inFlight) {
        long heads = 0;
        for (KeyRange range = ranges.poll(); range != null; range = ranges.poll()) {
            RequestCounter counter = new RequestCounter();
            ObjectRequests requests = new ObjectRequests(
                    client, request.bucket(), request.versions(), Set.of(ObjectRequests.Detail.HEAD), counter);
            try (BucketListing listing = new BucketListing(client, request.over(range), counter);
                    DetailWindow window = window(client, requests, inFlight)) {
                Iterator<ListedVersion> entries = new Entries(listing);
                while (window.next(entries).isPresent()) {
                    heads++;
                }
            }
        }
        return heads;
    }

    private static DetailWindow window(StoreClient client, ObjectRequests requests, int inFlight) {
        return inFlight == 0
                ? DetailWindow.adaptive(client, requests)
                : DetailWindow.ofSize(client, requests, inFlight);
    }

    private static final class Entries implements Iterator<ListedVersion> {
        private final BucketListing listing;
        private Iterator<ListedVersion> page;

        private Entries(BucketListing listing) {
            this.listing = listing;
            this.page = listing.nextPage().iterator();
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext()) {
                List<ListedVersion> next = listing.nextPage();
                page = next.isEmpty() ? Collections.emptyIterator() : next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public ListedVersion next() {
            return page.next();
        }
    }
}
