package io.stocktake.replication;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.replication.ReplicationObstacle.Kind;
import io.stocktake.s3.BucketVersioning;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.StoreException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Asks stores what only they can tell of a replication: whether the buckets are there and keep versions. Run it where the
 * tasks of a run resolve their credentials. Nothing is written.
 */
public final class ReplicationCheck {
    private ReplicationCheck() {}

    /**
     * Looks at a source: all versions are replicated from a bucket whose versioning is Enabled only.
     *
     * @return why it cannot be replicated; empty if it can
     */
    public static Optional<ReplicationObstacle> ofSource(BucketLocation source, ComparedVersions versions) {
        try (StoreClients.Lease store = StoreClients.lease(source.store())) {
            BucketVersioning versioning = BucketVersioning.of(store.client(), source, Optional.empty());
            if (versions == ComparedVersions.CURRENT || versioning == BucketVersioning.ENABLED) {
                return Optional.empty();
            }
            return Optional.of(new ReplicationObstacle(
                    Kind.SOURCE_NOT_VERSIONED,
                    "the versioning of the source bucket \"" + source.alias() + "\" is " + versioning.awsName()
                            + "; current objects alone can be replicated with --current-only"));
        } catch (StoreException refusal) {
            return Optional.of(new ReplicationObstacle(Kind.UNREACHABLE, refusal.getMessage()));
        }
    }

    /**
     * Looks at a destination. Its versioning must be Enabled; where current objects are replicated it may also never have
     * been, but not Suspended: there a PUT destroys the null version.
     *
     * @param account the account that must own it, as the store compares it
     * @return why nothing can be replicated to it; empty if something can
     */
    public static Optional<ReplicationObstacle> ofDestination(
            BucketLocation destination, Optional<String> account, ComparedVersions versions) {
        try (StoreClients.Lease store = StoreClients.lease(destination.store())) {
            BucketVersioning versioning = BucketVersioning.of(store.client(), destination, account);
            boolean isFit = versioning == BucketVersioning.ENABLED
                    || (versions == ComparedVersions.CURRENT && versioning == BucketVersioning.UNVERSIONED);
            return isFit
                    ? Optional.empty()
                    : Optional.of(new ReplicationObstacle(
                            Kind.DESTINATION_NOT_VERSIONED,
                            "the versioning of the destination bucket \"" + destination.alias() + "\" is "
                                    + versioning.awsName()));
        } catch (StoreException refusal) {
            // AWS calls a destination that is missing not versioned.
            boolean isMissing = refusal.getCause() instanceof AwsServiceException answer
                    && answer.awsErrorDetails() != null
                    && "NoSuchBucket".equals(answer.awsErrorDetails().errorCode());
            return Optional.of(
                    isMissing
                            ? new ReplicationObstacle(
                                    Kind.DESTINATION_NOT_VERSIONED,
                                    "the destination bucket \"" + destination.alias() + "\" is missing")
                            : new ReplicationObstacle(Kind.UNREACHABLE, refusal.getMessage()));
        }
    }
}
