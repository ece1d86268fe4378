/**
 * Makes the replicas that a comparison found missing, and repairs those that drifted.
 *
 * <p>A {@link io.stocktake.replication.copy.Copier} takes differences and gives results, key by key: the destination is
 * looked at, the versions are appended one after the other, each is checked, and the destination is looked at again.
 */
package io.stocktake.replication.copy;
