package io.stocktake.config.directory;

import io.stocktake.config.sync.DataSharing;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.config.sync.SyncType;
import java.util.List;
import java.util.Optional;

/** How many syncs Systems Manager allows. */
final class SyncLimits {

    private static final int MOST_FROM_SOURCE = 5;

    private SyncLimits() {}

    /** Why there cannot be {@code sync} beside {@code others}, or empty. */
    static Optional<String> exceeded(ResourceDataSync sync, List<ResourceDataSync> others) {
        if (sync.syncType() == SyncType.SYNC_FROM_SOURCE
                && others.stream()
                                .filter(it -> it.syncType() == SyncType.SYNC_FROM_SOURCE)
                                .count()
                        >= MOST_FROM_SOURCE) {
            return Optional.of("is one more than the " + MOST_FROM_SOURCE + " SyncFromSource that there can be");
        }
        if (isShared(sync)) {
            return others.stream()
                    .filter(SyncLimits::isShared)
                    .findFirst()
                    .map(other -> "shares with the Organization, and \"" + other.syncName() + "\" does already");
        }
        return Optional.empty();
    }

    static boolean isShared(ResourceDataSync sync) {
        return sync.s3Destination()
                .flatMap(S3Destination::destinationDataSharing)
                .filter(sharing -> sharing == DataSharing.ORGANIZATION)
                .isPresent();
    }
}
