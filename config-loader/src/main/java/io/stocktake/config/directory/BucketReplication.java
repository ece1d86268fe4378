package io.stocktake.config.directory;

import static java.util.Objects.requireNonNull;

import io.stocktake.config.replication.ReplicationConfiguration;

/**
 * A replication configuration in the directory.
 *
 * @param bucket the alias of the source bucket
 * @param configuration what the file says
 * @param path the file, relative to the directory
 */
public record BucketReplication(String bucket, ReplicationConfiguration configuration, String path) {

    public BucketReplication {
        requireNonNull(bucket, "bucket");
        requireNonNull(configuration, "configuration");
        requireNonNull(path, "path");
    }
}
