package io.stocktake.replication.run;

import io.stocktake.s3.KeyRange;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts each row of a report into the partition of its range of keys. */
final class RangePartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final byte[][] ends;

    /** @param ranges that tile all keys, ascending */
    RangePartitioner(List<KeyRange> ranges) {
        this.ends = ranges.stream()
                .flatMap(range -> range.upTo().stream())
                .map(UTF8String::getBytes)
                .toArray(byte[][]::new);
    }

    @Override
    public int numPartitions() {
        return ends.length + 1;
    }

    @Override
    public int getPartition(Object row) {
        int place = Arrays.binarySearch(ends, ((ReportedVersion) row).key().getBytes(), Arrays::compareUnsigned);
        // A range holds its end: the first end that is not below the key is its range's.
        return place >= 0 ? place : -place - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RangePartitioner partitioner && Arrays.deepEquals(ends, partitioner.ends);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(ends);
    }
}
