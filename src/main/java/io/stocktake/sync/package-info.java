/**
 * Resource data syncs: the reports of many buckets, and the runs of many jobs, as captures in one bucket.
 *
 * <p>{@code sync.run} is one run of one sync. What a SyncToDestination brings is in {@code sync.inventory}, what a
 * SyncFromSource brings in {@code sync.operations}.
 */
package io.stocktake.sync;
