package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The destination bucket's settings, each asked for once and only where it matters. Thread-safe. */
final class DestinationSettings {
    private static final Set<String> NO_LOCK =
            Set.of("ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration", "InvalidRequest");

    private final Ends ends;
    private Optional<Boolean> hasObjectLock = Optional.empty();
    private Optional<Boolean> isVersioned = Optional.empty();

    DestinationSettings(Ends ends) {
        this.ends = ends;
    }

    /** Whether versions may be locked; assumed where it may not be asked, since the store then answers a write. */
    synchronized boolean hasObjectLock(ListedVersion reason) {
        if (hasObjectLock.isEmpty()) {
            hasObjectLock = Optional.of(askForObjectLock(reason));
        }
        return hasObjectLock.get();
    }

    /** Whether versioning is Enabled; assumed where it may not be asked. */
    synchronized boolean isVersioned(ListedVersion reason) {
        if (isVersioned.isEmpty()) {
            isVersioned = Optional.of(askForVersioning(reason));
        }
        return isVersioned.get();
    }

    private boolean askForObjectLock(ListedVersion reason) {
        try {
            return ends.destination()
                            .repeating()
                            .getObjectLockConfiguration(request -> request.overrideConfiguration(ends.counted())
                                    .bucket(ends.destinationBucket().name()))
                            .objectLockConfiguration()
                    != null;
        } catch (SdkException failure) {
            if (NO_LOCK.contains(FailureCodes.storeCode(failure))) {
                return false;
            }
            return isNotToBeAsked(failure, reason);
        }
    }

    private boolean askForVersioning(ListedVersion reason) {
        try {
            return ends.destination()
                            .repeating()
                            .getBucketVersioning(request -> request.overrideConfiguration(ends.counted())
                                    .bucket(ends.destinationBucket().name()))
                            .status()
                    == BucketVersioningStatus.ENABLED;
        } catch (SdkException failure) {
            return isNotToBeAsked(failure, reason);
        }
    }

    private boolean isNotToBeAsked(SdkException failure, ListedVersion reason) {
        int status = FailureCodes.status(failure);
        if (status == 403 || status == FailureCodes.NOT_IMPLEMENTED) {
            return true;
        }
        throw ends.failure(Request.READ_BUCKET, reason, failure);
    }
}
