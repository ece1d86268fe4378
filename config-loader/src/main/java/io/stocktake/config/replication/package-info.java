/** Replication configurations, as {@code PutBucketReplication} takes them, in both of its schemas. */
package io.stocktake.config.replication;
