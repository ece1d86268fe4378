package io.stocktake.sync.inventory;

import io.stocktake.sync.CapturedResource;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;

/** Brings one bucket: first the capture of its objects, then that of the bucket. Thread-safe. */
final class BucketSync {
    private final SparkSession spark;
    private final LiveSync live;
    private final ReportStores stores;
    private final ObjectsCapture objects;
    private final Instant time;

    BucketSync(SparkSession spark, LiveSync live, ReportStores stores, ObjectsCapture objects, Instant time) {
        this.spark = spark;
        this.live = live;
        this.stores = stores;
        this.objects = objects;
        this.time = time;
    }

    /** Replaces both captures; returns what both have together. */
    CapturedObjects bring(ReachedBucket bucket, LatestReport report) {
        CapturedResource resource = bucket.resource();
        ReportRows rows = stores.ask(report.source().destination(), () -> ReportRows.of(spark, report));
        CapturedObjects captured = objects.write(spark.sparkContext(), rows, resource, time);
        long bytes = BucketCapture.write(live, resource, time, report, rows.columns(), captured.figures());
        return new CapturedObjects(captured.figures(), captured.rows() + 1, captured.bytes() + bytes);
    }
}
