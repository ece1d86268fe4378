package io.stocktake.s3;

import java.util.Map;
import java.util.Optional;

/**
 * What a HEAD tells about an object.
 *
 * @param size in bytes
 * @param metadata its user metadata
 * @param versionId empty where the bucket has no versions
 */
public record ObjectHead(long size, Map<String, String> metadata, Optional<String> versionId) {

    public ObjectHead {
        metadata = Map.copyOf(metadata);
    }
}
