package io.stocktake.sync.inventory;

import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.inventory.ReportLocation;
import java.util.Optional;

/**
 * A configuration whose reports a bucket has.
 *
 * @param configuration the configuration
 * @param destination the bucket that its reports are in
 * @param location their keys there
 */
record ReportSource(InventoryConfiguration configuration, BucketLocation destination, ReportLocation location) {

    /** The account that must own the destination, where the configuration says. */
    Optional<String> expectedBucketOwner() {
        return configuration.destination().accountId();
    }

    /** Whether its reports are of some of the bucket's keys only. */
    boolean isFiltered() {
        return configuration.filterPrefix().filter(prefix -> !prefix.isEmpty()).isPresent();
    }
}
