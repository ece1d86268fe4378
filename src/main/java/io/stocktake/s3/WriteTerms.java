package io.stocktake.s3;

import io.stocktake.config.stores.BucketLocation;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for everything that one delivery writes to a bucket.
 *
 * @param location the bucket
 * @param expectedBucketOwner the account that must own the bucket; sent with every request
 * @param encryption the encryption asked for, and looked for in every answer
 * @param acl the canned ACL of every object, as {@code x-amz-acl} takes it; left out where the bucket has ACLs disabled
 * @param metadata the user metadata of every object
 */
public record WriteTerms(
        BucketLocation location,
        Optional<String> expectedBucketOwner,
        RequestedEncryption encryption,
        Optional<String> acl,
        Map<String, String> metadata) {

    public WriteTerms {
        metadata = Map.copyOf(metadata);
    }

    /** How messages name a key of the bucket. */
    String describe(String key) {
        return "\"" + key + "\" in the bucket \"" + location.alias() + "\" of the store \""
                + location.store().name() + "\"";
    }
}
