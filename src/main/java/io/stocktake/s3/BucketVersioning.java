package io.stocktake.s3;

import io.stocktake.config.stores.BucketLocation;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Whether a bucket keeps versions. */
public enum BucketVersioning {
    /** Every write makes a version. */
    ENABLED("Enabled"),
    /** Older versions are kept; a write replaces the null version. */
    SUSPENDED("Suspended"),
    /** It never has; S3 has no word for it. */
    UNVERSIONED("not set");

    private final String awsName;

    BucketVersioning(String awsName) {
        this.awsName = awsName;
    }

    /** What S3's Status says, or {@code not set}. */
    public String awsName() {
        return awsName;
    }

    /**
     * Asks the store.
     *
     * @param expectedOwner the account that must own the bucket, where the store compares it
     * @throws StoreException if the store does not tell
     */
    public static BucketVersioning of(StoreClient client, BucketLocation bucket, Optional<String> expectedOwner) {
        try {
            String status = client.repeating()
                    .getBucketVersioning(
                            request -> request.bucket(bucket.name()).expectedBucketOwner(expectedOwner.orElse(null)))
                    .statusAsString();
            if (ENABLED.awsName.equals(status)) {
                return ENABLED;
            }
            return SUSPENDED.awsName.equals(status) ? SUSPENDED : UNVERSIONED;
        } catch (SdkException failure) {
            throw new StoreException(
                    "Cannot get the versioning of the bucket \"" + bucket.alias() + "\" of the store \""
                            + client.store().name() + "\": " + Refusal.reason(failure, "s3:GetBucketVersioning"),
                    failure);
        }
    }
}
