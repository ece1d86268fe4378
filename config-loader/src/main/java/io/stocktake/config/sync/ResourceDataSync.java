package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A resource data sync.
 *
 * @param syncName 1 to 64 characters of any kind
 * @param syncType SyncToDestination where the document does not say
 * @param s3Destination where to; present for SyncToDestination
 * @param syncSource where from; present for SyncFromSource
 */
public record ResourceDataSync(
        String syncName, SyncType syncType, Optional<S3Destination> s3Destination, Optional<SyncSource> syncSource) {

    public ResourceDataSync {
        requireNonNull(syncName, "syncName");
        requireNonNull(syncType, "syncType");
        requireNonNull(s3Destination, "s3Destination");
        requireNonNull(syncSource, "syncSource");
    }
}
