package io.stocktake.replication.run;

import java.util.Objects;
import java.util.Optional;

/**
 * Where a run finds its work.
 *
 * @param manifest only what this manifest names; empty: all that is in the buckets
 * @param sourceInventory the report to read in place of listing the source; empty: it is listed
 * @param destinationInventory the report to read in place of listing the destination; empty: it is listed
 */
public record WorkSource(
        Optional<String> manifest, Optional<String> sourceInventory, Optional<String> destinationInventory) {

    public WorkSource {
        Objects.requireNonNull(manifest, "manifest");
        Objects.requireNonNull(sourceInventory, "sourceInventory");
        Objects.requireNonNull(destinationInventory, "destinationInventory");
        if (manifest.isPresent() && (sourceInventory.isPresent() || destinationInventory.isPresent())) {
            throw new IllegalArgumentException(
                    "Cannot take work from a manifest and from inventories: a manifest names single objects");
        }
    }

    /** Both buckets are listed. */
    public static WorkSource listings() {
        return new WorkSource(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
