package io.stocktake.listing;

import io.stocktake.s3.ListingRequest;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * A range of a bucket, and what is wanted of its entries.
 *
 * @param requestsInFlight HEAD and ACL requests at once; 0: as many as bring more of them a second
 */
record ListingPartition(ListingRequest request, List<ObjectColumn> columns, int requestsInFlight)
        implements InputPartition {}
