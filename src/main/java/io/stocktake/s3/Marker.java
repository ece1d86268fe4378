package io.stocktake.s3;

import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Where a page starts.
 *
 * @param key StartAfter or KeyMarker
 * @param versionId VersionIdMarker; only with a key
 * @param continuationToken of ListObjectsV2, which then goes before the key; the key still says where that is
 */
record Marker(Optional<String> key, Optional<String> versionId, Optional<String> continuationToken) {

    /** Where a range starts: the empty string is before every key, and no marker. */
    static Marker after(UTF8String key) {
        return new Marker(
                Optional.of(key.toString()).filter(text -> !text.isEmpty()), Optional.empty(), Optional.empty());
    }

    /** {@code after key "…"}, for messages, or nothing at the start. */
    String afterKey() {
        return key.map(text -> " after key \"" + text + "\"").orElse("");
    }
}
