package io.stocktake.listing;

import io.stocktake.s3.BucketListing;
import io.stocktake.s3.DetailWindow;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.ObjectDetails;
import io.stocktake.s3.ObjectRequests;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads the rows of one range, in order. Asks for details only where a column needs them. */
final class ListingReader implements PartitionReader<InternalRow> {
    private final StoreClients.Lease store;
    private final BucketListing listing;
    private final ObjectRequests requests;
    private final Optional<DetailWindow> window;
    private final RowWriter rows;
    private final Iterator<ListedVersion> entries;
    private final RequestCounter counter = new RequestCounter();
    private long objects;

    ListingReader(ListingPartition partition) {
        Set<ObjectRequests.Detail> details = details(partition.columns());
        this.store = StoreClients.lease(partition.request().bucket().store());
        this.listing = new BucketListing(store.client(), partition.request(), counter);
        this.requests = new ObjectRequests(
                store.client(),
                partition.request().bucket(),
                partition.request().versions(),
                details,
                counter);
        this.window = details.isEmpty() ? Optional.empty() : Optional.of(window(partition.requestsInFlight()));
        this.rows = new RowWriter(partition.request().bucket().name(), partition.columns());
        this.entries = new Entries(listing);
    }

    @Override
    public boolean next() {
        if (window.isPresent()) {
            Optional<ObjectDetails> details = window.get().next(entries);
            details.ifPresent(rows::set);
            objects += details.isPresent() ? 1 : 0;
            return details.isPresent();
        }
        if (!entries.hasNext()) {
            return false;
        }
        rows.set(entries.next());
        objects++;
        return true;
    }

    @Override
    public InternalRow get() {
        return rows.row();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ListingMetrics.values(
                objects,
                listing.pagesRead(),
                requests.heads(),
                requests.accessControlLists(),
                requests.vanished(),
                requests.refusedAccessControlLists(),
                counter.retries());
    }

    @Override
    public void close() {
        window.ifPresent(DetailWindow::close);
        listing.close();
        store.close();
    }

    private DetailWindow window(int requestsInFlight) {
        return requestsInFlight == 0
                ? DetailWindow.adaptive(store.client(), requests)
                : DetailWindow.ofSize(store.client(), requests, requestsInFlight);
    }

    private static Set<ObjectRequests.Detail> details(List<ObjectColumn> columns) {
        EnumSet<ObjectRequests.Detail> details = EnumSet.noneOf(ObjectRequests.Detail.class);
        for (ObjectColumn column : columns) {
            if (column.origin() == ObjectColumn.Origin.HEAD) {
                details.add(ObjectRequests.Detail.HEAD);
            }
            if (column.origin() == ObjectColumn.Origin.ACL) {
                details.add(ObjectRequests.Detail.ACCESS_CONTROL_LIST);
            }
            if (column == ObjectColumn.OBJECT_LOCK_MODE || column == ObjectColumn.OBJECT_LOCK_RETAIN_UNTIL_DATE) {
                details.add(ObjectRequests.Detail.RETENTION);
            }
            if (column == ObjectColumn.OBJECT_LOCK_LEGAL_HOLD_STATUS) {
                details.add(ObjectRequests.Detail.LEGAL_HOLD);
            }
        }
        return details;
    }

    /** The entries of all pages, one after the other. */
    private static final class Entries implements Iterator<ListedVersion> {
        private final BucketListing listing;
        private Iterator<ListedVersion> page = List.<ListedVersion>of().iterator();
        private boolean isAtEnd;

        private Entries(BucketListing listing) {
            this.listing = listing;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !isAtEnd) {
                List<ListedVersion> next = listing.nextPage();
                isAtEnd = next.isEmpty();
                page = next.iterator();
            }
            return page.hasNext();
        }

        @Override
        public ListedVersion next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
