package io.stocktake.config.directory;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.sync.ResourceDataSync;

/**
 * A resource data sync in the directory.
 *
 * @param sync what the file says
 * @param path the file, relative to the directory
 */
public record NamedSync(ResourceDataSync sync, String path) {

    public NamedSync {
        requireNonNull(sync, "sync");
        requireNonNull(path, "path");
    }
}
