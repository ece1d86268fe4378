package io.stocktake.embedded.s3;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * The keys of a virtual bucket: computed from their index, kept nowhere, so that a bucket of 10^9 keys takes no memory.
 * Implementations are immutable and thread-safe.
 */
public interface VirtualKeys {
    /** How many keys there are. */
    long count();

    /**
     * The key at an index as UTF-8. Keys ascend strictly with their index, in the unsigned order of their bytes.
     *
     * @param index from 0 up to, not including, {@link #count()}
     */
    byte[] key(long index);

    /**
     * Writes the key at an index into an array that has room for it, at most 1,024 bytes.
     *
     * @return the place behind the key
     */
    default int write(long index, byte[] target, int offset) {
        byte[] key = key(index);
        System.arraycopy(key, 0, target, offset, key.length);
        return offset + key.length;
    }

    /**
     * How many versions a key has, at most 64. Either every key has one at least, or all have 0, which means that the
     * bucket never had versioning.
     */
    default int versions(long index) {
        return 0;
    }

    /**
     * Whether a version is a delete marker.
     *
     * @param ordinal 0 for the newest version
     */
    default boolean isDeleteMarker(long index, int ordinal) {
        return false;
    }

    /**
     * What everything but the key is computed from, such as size, date and ETag: two buckets have the same object under a
     * key if this is the same.
     */
    default long identity(long index) {
        return index;
    }

    /** The index of the first key that is greater than or equal to the bytes; {@link #count()} if none is. */
    default long firstFrom(byte[] bytes) {
        long low = 0;
        long high = count();
        byte[] buffer = new byte[Key.MAXIMUM_LENGTH];
        while (low < high) {
            long middle = (low + high) >>> 1;
            int end = write(middle, buffer, 0);
            if (Arrays.compareUnsigned(buffer, 0, end, bytes, 0, bytes.length) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The shapes of keys by their names, in an order of their own; each takes how many keys there are. Immutable. */
    static Map<String, LongFunction<VirtualKeys>> shapes() {
        Map<String, LongFunction<VirtualKeys>> shapes = new LinkedHashMap<>();
        shapes.put("hex-hash", VirtualKeys::hexHash);
        shapes.put("date-partitions", VirtualKeys::datePartitions);
        shapes.put("zipf-tenants", VirtualKeys::zipfTenants);
        shapes.put("sequential-numbers", VirtualKeys::sequentialNumbers);
        shapes.put("part-files", VirtualKeys::partFiles);
        shapes.put("one-large-directory", VirtualKeys::seventyPercentInOneDirectory);
        return Collections.unmodifiableMap(shapes);
    }

    /** Keys that begin with a hash: {@code 3f9c…}, evenly spread over all hexadecimal digits. */
    static VirtualKeys hexHash(long count) {
        return new VirtualShapes.HexHash(count);
    }

    /** {@code logs/year=2024/month=03/day=17/hour=05/part-000042.json.gz} over three years of hours. */
    static VirtualKeys datePartitions(long count) {
        return new VirtualShapes.DatePartitions(count);
    }

    /** {@code tenant-00042/doc-0000000017}, where the tenant of rank r has a share of 1/r. */
    static VirtualKeys zipfTenants(long count) {
        return new VirtualShapes.ZipfTenants(count);
    }

    /** {@code 000000000042}. */
    static VirtualKeys sequentialNumbers(long count) {
        return new VirtualShapes.SequentialNumbers(count);
    }

    /** One directory of a table: {@code warehouse/events/part-0000000042-….snappy.parquet}. */
    static VirtualKeys partFiles(long count) {
        return new VirtualShapes.PartFiles(count);
    }

    /** A thousand small directories, and one in the middle that holds 70 % of all keys. */
    static VirtualKeys seventyPercentInOneDirectory(long count) {
        return new VirtualShapes.OneLargeDirectory(count);
    }

    /**
     * The same objects but for every n-th, so that this bucket lacks what another has.
     *
     * @param every at least 2
     */
    static VirtualKeys leaveOut(VirtualKeys keys, long every) {
        return new VirtualShapes.Sparse(keys, every);
    }

    /**
     * The same keys with versions.
     *
     * @param maximum each key has from 1 to this many versions (at most 64), evenly spread
     * @param deleteMarkers the share of versions that are delete markers, from 0 to 1
     */
    static VirtualKeys withVersions(VirtualKeys keys, int maximum, double deleteMarkers) {
        return new VirtualShapes.Versioned(keys, maximum, deleteMarkers);
    }
}
