package io.stocktake.s3;

import java.util.Map;
import java.util.Optional;

/**
 * What a HEAD tells about an object that was delivered.
 *
 * @param size in bytes
 * @param metadata its user metadata
 * @param versionId empty where the bucket has no versions
 */
public record StoredHead(long size, Map<String, String> metadata, Optional<String> versionId) {

    public StoredHead {
        metadata = Map.copyOf(metadata);
    }
}
