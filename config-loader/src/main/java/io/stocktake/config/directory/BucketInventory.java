package io.stocktake.config.directory;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.inventory.InventoryConfiguration;

/**
 * An inventory configuration in the directory.
 *
 * @param bucket the alias of the bucket that it is of
 * @param configuration what the file says
 * @param path the file, relative to the directory
 */
public record BucketInventory(String bucket, InventoryConfiguration configuration, String path) {

    public BucketInventory {
        requireNonNull(bucket, "bucket");
        requireNonNull(configuration, "configuration");
        requireNonNull(path, "path");
    }
}
