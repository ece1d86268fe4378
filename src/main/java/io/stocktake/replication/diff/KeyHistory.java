package io.stocktake.replication.diff;

import io.stocktake.s3.ListedVersion;
import java.util.List;
import java.util.Objects;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What one bucket has under one key. Immutable.
 *
 * @param key raw
 * @param newestFirst its versions and delete markers in the order of a listing; of a listing of current objects there is
 *     one; none where the bucket does not have the key
 */
public record KeyHistory(UTF8String key, List<ListedVersion> newestFirst) {
    public KeyHistory {
        Objects.requireNonNull(key, "key");
        newestFirst = List.copyOf(newestFirst);
    }

    /** A key that the bucket does not have. */
    public static KeyHistory absent(UTF8String key) {
        return new KeyHistory(key, List.of());
    }

    /** Whether the bucket has nothing under the key. */
    public boolean isAbsent() {
        return newestFirst.isEmpty();
    }
}
