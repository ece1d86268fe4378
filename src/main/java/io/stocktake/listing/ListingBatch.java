package io.stocktake.listing;

import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.planning.CutPoints;
import io.stocktake.s3.planning.RangePlanner;
import io.stocktake.s3.planning.RangeTarget;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** Cuts a listing into ranges, one a partition. */
final class ListingBatch implements Batch {
    private final ListingOptions options;
    private final List<ObjectColumn> columns;
    private final KeyRange range;

    ListingBatch(ListingOptions options, List<ObjectColumn> columns, KeyRange range) {
        this.options = options;
        this.columns = columns;
        this.range = range;
    }

    @Override
    public InputPartition[] planInputPartitions() {
        ListingRequest request = request();
        List<KeyRange> ranges = ranges(request);
        ListingRequest listed = ranges.size() == 1 ? request.alone() : request;
        return ranges.stream()
                .map(part -> new ListingPartition(
                        listed.over(part), columns, options.requestsInFlight().orElse(0)))
                .toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return new ListingReaderFactory();
    }

    private List<KeyRange> ranges(ListingRequest request) {
        if (!request.isOrdered()) {
            return List.of(request.range());
        }
        if (!options.cuts().isEmpty()) {
            return request.range().cutAt(CutPoints.safe(options.cutKeys()));
        }
        RangeTarget target = options.ranges().isPresent()
                ? RangeTarget.exactly(options.ranges().getAsInt())
                : RangeTarget.forSlots(TaskSlots.of(SparkSession.active().sparkContext()));
        try (StoreClients.Lease store = StoreClients.lease(options.bucket().store())) {
            return new RangePlanner(store.client(), new RequestCounter())
                    .plan(request, target)
                    .ranges();
        }
    }

    private ListingRequest request() {
        boolean needsOwner = columns.stream().anyMatch(column -> column.origin() == ObjectColumn.Origin.OWNER);
        return new ListingRequest(
                options.bucket(),
                options.prefix(),
                options.versions(),
                needsOwner ? ListingRequest.Owners.FETCHED : ListingRequest.Owners.OMITTED,
                range,
                options.pageSize());
    }
}
