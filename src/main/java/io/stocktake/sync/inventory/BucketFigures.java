package io.stocktake.sync.inventory;

import io.stocktake.listing.ObjectColumn;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the rows of a report add up to. What its columns do not tell is empty. A map has an entry a storage class, of which
 * there are a few. Not thread-safe.
 */
final class BucketFigures implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long MICROS_PER_MILLI = 1000;
    private static final int ABSENT = -1;

    private final int isLatest;
    private final int isDeleteMarker;
    private final int size;
    private final int lastModified;
    private final int storageClass;
    private final Map<UTF8String, Sum> byStorageClass = new HashMap<>();
    private final Sum current = new Sum();
    private final Sum noncurrent = new Sum();
    private long deleteMarkers;
    private long oldest = Long.MAX_VALUE;
    private long newest = Long.MIN_VALUE;

    /**
     * Figures of rows of these columns.
     *
     * @param columns of the rows, in their order
     */
    BucketFigures(List<ObjectColumn> columns) {
        isLatest = columns.indexOf(ObjectColumn.IS_LATEST);
        isDeleteMarker = columns.indexOf(ObjectColumn.IS_DELETE_MARKER);
        size = columns.indexOf(ObjectColumn.SIZE);
        lastModified = columns.indexOf(ObjectColumn.LAST_MODIFIED_DATE);
        storageClass = columns.indexOf(ObjectColumn.STORAGE_CLASS);
    }

    void add(InternalRow row) {
        if (isTrue(row, isDeleteMarker)) {
            deleteMarkers++;
            return;
        }
        long bytes = size == ABSENT || row.isNullAt(size) ? 0 : row.getLong(size);
        if (isLatest != ABSENT && !isTrue(row, isLatest)) {
            noncurrent.add(1, bytes);
            return;
        }
        current.add(1, bytes);
        if (storageClass != ABSENT && !row.isNullAt(storageClass)) {
            ofClass(row.getUTF8String(storageClass)).add(1, bytes);
        }
        if (lastModified != ABSENT && !row.isNullAt(lastModified)) {
            oldest = Math.min(oldest, row.getLong(lastModified));
            newest = Math.max(newest, row.getLong(lastModified));
        }
    }

    /** Adds those of other rows of the same columns. */
    void add(BucketFigures others) {
        others.byStorageClass.forEach((name, sum) -> ofClass(name).add(sum.objects, sum.bytes));
        current.add(others.current.objects, others.current.bytes);
        noncurrent.add(others.noncurrent.objects, others.noncurrent.bytes);
        deleteMarkers += others.deleteMarkers;
        oldest = Math.min(oldest, others.oldest);
        newest = Math.max(newest, others.newest);
    }

    /** Current objects, delete markers not among them. */
    long objects() {
        return current.objects;
    }

    OptionalLong bytes() {
        return size == ABSENT ? OptionalLong.empty() : OptionalLong.of(current.bytes);
    }

    /** Current objects by storage class, such as {@code GLACIER=12,STANDARD=3456}; empty where there is none. */
    Optional<String> objectsByStorageClass() {
        return byStorageClass(sum -> sum.objects);
    }

    /** Their bytes, likewise. */
    Optional<String> bytesByStorageClass() {
        return size == ABSENT ? Optional.empty() : byStorageClass(sum -> sum.bytes);
    }

    OptionalLong noncurrentObjects() {
        return isLatest == ABSENT ? OptionalLong.empty() : OptionalLong.of(noncurrent.objects);
    }

    OptionalLong noncurrentBytes() {
        return isLatest == ABSENT || size == ABSENT ? OptionalLong.empty() : OptionalLong.of(noncurrent.bytes);
    }

    OptionalLong deleteMarkers() {
        return isDeleteMarker == ABSENT ? OptionalLong.empty() : OptionalLong.of(deleteMarkers);
    }

    /** The earliest LastModifiedDate of a current object, in milliseconds since the epoch. */
    OptionalLong oldest() {
        return oldest == Long.MAX_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(oldest, MICROS_PER_MILLI));
    }

    /** The latest. */
    OptionalLong newest() {
        return newest == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(Math.floorDiv(newest, MICROS_PER_MILLI));
    }

    private Sum ofClass(UTF8String name) {
        Sum sum = byStorageClass.get(name);
        if (sum == null) {
            sum = new Sum();
            // The row, and with it the name, is overwritten by the next.
            byStorageClass.put(name.clone(), sum);
        }
        return sum;
    }

    private Optional<String> byStorageClass(ToLongFunction<Sum> figure) {
        Map<String, Long> sorted = new TreeMap<>();
        byStorageClass.forEach((name, sum) -> sorted.put(name.toString(), figure.applyAsLong(sum)));
        return sorted.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .reduce((left, right) -> left + "," + right);
    }

    private static boolean isTrue(InternalRow row, int field) {
        return field != ABSENT && !row.isNullAt(field) && row.getBoolean(field);
    }

    private static final class Sum implements Serializable {
        private static final long serialVersionUID = 1L;

        private long objects;
        private long bytes;

        private void add(long moreObjects, long moreBytes) {
            objects += moreObjects;
            bytes += moreBytes;
        }
    }
}
