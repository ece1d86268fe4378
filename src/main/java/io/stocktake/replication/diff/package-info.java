/**
 * The diff of a replication: source and destination are listed side by side, merged key by key, and each key's two
 * histories are compared. {@link io.stocktake.replication.diff.DiffReader} reads a range of it, the Spark source
 * "s3-diff" all of it.
 */
package io.stocktake.replication.diff;
