/** What a SyncFromSource brings: the runs of jobs, and what somebody should look at. */
package io.stocktake.sync.operations;
