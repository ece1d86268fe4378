package io.stocktake.config.inventory;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The parameters of one of the four inventory configuration commands, as the AWS CLI's input documents hold them.
 *
 * @param bucket {@code Bucket}
 * @param id {@code Id}
 * @param configuration {@code InventoryConfiguration}, of put only; not yet compared with {@code id}
 * @param expectedBucketOwner {@code ExpectedBucketOwner}
 * @param continuationToken {@code ContinuationToken}, of list only
 */
public record InventoryRequest(
        Optional<String> bucket,
        Optional<String> id,
        Optional<InventoryConfiguration> configuration,
        Optional<String> expectedBucketOwner,
        Optional<String> continuationToken) {

    public InventoryRequest {
        requireNonNull(bucket, "bucket");
        requireNonNull(id, "id");
        requireNonNull(configuration, "configuration");
        requireNonNull(expectedBucketOwner, "expectedBucketOwner");
        requireNonNull(continuationToken, "continuationToken");
    }
}
