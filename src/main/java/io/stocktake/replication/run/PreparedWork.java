package io.stocktake.replication.run;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.listing.TaskSlots;
import io.stocktake.replication.diff.DiffPlanner;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.manifest.BatchManifest;
import io.stocktake.replication.manifest.ManifestEntry;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.planning.RangeTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Work that is cut into partitions.
 *
 * @param pieces of work
 * @param work how they are compared
 * @param <W> a piece of work
 */
record PreparedWork<W>(JavaRDD<W> pieces, Work<W> work) {
    /** What a task of a manifest knows at one time, as it knows what is named. */
    private static final int KEYS_A_PARTITION = 5_000;

    /** Cuts the work of a run. */
    static PreparedWork<?> of(SparkSession spark, DiffRequest request, WorkSource source) {
        if (source.manifest().isPresent()) {
            return named(spark, request.terms().source(), source.manifest().get());
        }
        List<KeyRange> ranges = DiffPlanner.plan(request, RangeTarget.forSlots(TaskSlots.of(spark.sparkContext())));
        if (source.sourceInventory().isPresent()
                || source.destinationInventory().isPresent()) {
            return InventoryWork.prepare(
                    spark, ranges, request.terms().versions(), source.sourceInventory(), source.destinationInventory());
        }
        return new PreparedWork<>(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(ranges, ranges.size()),
                RangeWork.LISTED);
    }

    private static PreparedWork<NamedKey> named(SparkSession spark, BucketLocation source, String manifest) {
        Dataset<Row> entries = BatchManifest.open(manifest, spark.sparkContext().hadoopConfiguration())
                .load(spark, source);
        long number = entries.count();
        int partitions = (int) Math.min(Integer.MAX_VALUE, number / KEYS_A_PARTITION + 1);
        JavaPairRDD<String, Set<String>> byKey = entries.javaRDD()
                .map(ManifestEntry::of)
                .mapToPair(entry -> new Tuple2<>(entry.key(), entry.versionId().orElse(NamedKey.CURRENT)))
                .aggregateByKey(new HashSet<String>(), partitions, PreparedWork::with, PreparedWork::union)
                .mapToPair(key -> new Tuple2<>(key._1(), key._2()));
        return new PreparedWork<>(byKey.map(key -> new NamedKey(key._1(), key._2())), ManifestWork.NAMED);
    }

    private static HashSet<String> with(HashSet<String> ids, String id) {
        ids.add(id);
        return ids;
    }

    private static HashSet<String> union(HashSet<String> one, HashSet<String> other) {
        one.addAll(other);
        return one;
    }
}
