package io.stocktake.replication.run;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks count while they run, for people who watch: heartbeats carry it to the driver. An attempt that fails takes
 * its counts with it there, so a result is not made of these.
 */
public final class ReplicationMetrics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Keys that were compared. */
    public static final String KEYS = "number of compared keys";

    /** Versions that were copied or repaired. */
    public static final String COPIED = "number of copied versions";

    /** The bytes of copied versions. */
    public static final String BYTES = "bytes of copied versions";

    /** Versions that could not be copied. */
    public static final String FAILED = "number of failed versions";

    /** Requests that tasks sent. */
    public static final String REQUESTS = "number of requests of the replication";

    /** Requests that repeated one that had failed. */
    public static final String RETRIES = "number of repeated requests of the replication";

    private final LongAccumulator keys;
    private final LongAccumulator copied;
    private final LongAccumulator bytes;
    private final LongAccumulator failed;
    private final LongAccumulator requests;
    private final LongAccumulator retries;

    ReplicationMetrics(SparkContext spark) {
        this.keys = spark.longAccumulator(KEYS);
        this.copied = spark.longAccumulator(COPIED);
        this.bytes = spark.longAccumulator(BYTES);
        this.failed = spark.longAccumulator(FAILED);
        this.requests = spark.longAccumulator(REQUESTS);
        this.retries = spark.longAccumulator(RETRIES);
    }

    /** What one task has counted so far: the sums, not what was added. */
    void set(long keysNow, CopyTally tally, long bytesNow, long requestsNow, long retriesNow) {
        set(keys, keysNow);
        set(copied, tally.succeeded());
        set(bytes, bytesNow);
        set(failed, tally.failed());
        set(requests, requestsNow);
        set(retries, retriesNow);
    }

    private static void set(LongAccumulator accumulator, long value) {
        accumulator.add(value - accumulator.value());
    }
}
