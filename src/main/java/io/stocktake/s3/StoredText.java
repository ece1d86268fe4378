package io.stocktake.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A small object of UTF-8 text as a store gave it.
 *
 * @param text its content
 * @param metadata its user metadata
 * @param versionId empty where the bucket has no versions
 * @param lastModified when it was written, by the store's clock, to the second
 * @param storeTime the time on the store's clock when it answered, to the second; empty where it sent no {@code Date}
 */
public record StoredText(
        String text,
        Map<String, String> metadata,
        Optional<String> versionId,
        Instant lastModified,
        Optional<Instant> storeTime) {

    public StoredText {
        metadata = Map.copyOf(metadata);
    }
}
