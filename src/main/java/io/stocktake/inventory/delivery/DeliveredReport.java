package io.stocktake.inventory.delivery;

import io.stocktake.config.stores.BucketLocation;
import java.time.Instant;

/**
 * A report that was delivered.
 *
 * @param destination the bucket that it is in
 * @param folder the key of its folder, slash included
 * @param manifest the key of its manifest
 * @param minute what its folder is named for: the minute of the scan's start, or the next that was free
 * @param files the number of its data files
 * @param rows their rows
 * @param bytes their bytes
 */
public record DeliveredReport(
        BucketLocation destination,
        String folder,
        String manifest,
        Instant minute,
        long files,
        long rows,
        long bytes) {}
