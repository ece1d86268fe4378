package io.stocktake.replication.run;

import io.stocktake.inventory.InventoryDataSource;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.diff.DiffReader;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.s3.KeyRange;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Ranges of keys, one a task, of which a report tells one side or both: rows go to the partition of their range and are
 * sorted there, since S3 does not sort its reports. A side without a report is listed.
 */
final class InventoryWork implements Work<InventoryWork.Rows> {
    private static final long serialVersionUID = 1L;

    private final List<KeyRange> ranges;

    private InventoryWork(List<KeyRange> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** The rows of one range; empty where the side is listed. Made and used in one task. */
    record Rows(Optional<Iterator<ReportedVersion>> source, Optional<Iterator<ReportedVersion>> destination) {}

    /** Reads the reports into ranges. At least one is there. */
    static PreparedWork<Rows> prepare(
            SparkSession spark,
            List<KeyRange> ranges,
            ComparedVersions versions,
            Optional<String> source,
            Optional<String> destination) {
        RangePartitioner partitioner = new RangePartitioner(ranges);
        JavaRDD<Rows> rows;
        if (source.isPresent() && destination.isPresent()) {
            rows = sorted(spark, source.get(), versions, partitioner)
                    .zipPartitions(
                            sorted(spark, destination.get(), versions, partitioner),
                            (mine, theirs) -> one(new Rows(Optional.of(mine), Optional.of(theirs))));
        } else if (source.isPresent()) {
            rows = sorted(spark, source.get(), versions, partitioner)
                    .mapPartitions(mine -> one(new Rows(Optional.of(mine), Optional.empty())));
        } else {
            rows = sorted(spark, destination.orElseThrow(), versions, partitioner)
                    .mapPartitions(theirs -> one(new Rows(Optional.empty(), Optional.of(theirs))));
        }
        return new PreparedWork<>(rows, new InventoryWork(ranges));
    }

    @Override
    public Comparison open(DiffRequest request, int partition, Iterator<Rows> pieces) {
        Rows rows = pieces.next();
        KeyRange range = ranges.get(partition);
        DiffReader reader;
        if (rows.source().isPresent() && rows.destination().isPresent()) {
            reader = DiffReader.of(
                    request,
                    new ReportedHistories(rows.source().get()),
                    new ReportedHistories(rows.destination().get()));
        } else if (rows.source().isPresent()) {
            reader = DiffReader.ofSource(
                    request, new ReportedHistories(rows.source().get()), range);
        } else {
            reader = DiffReader.ofDestination(
                    request, range, new ReportedHistories(rows.destination().orElseThrow()));
        }
        return new Comparison(reader);
    }

    private static JavaRDD<ReportedVersion> sorted(
            SparkSession spark, String path, ComparedVersions versions, RangePartitioner partitioner) {
        Dataset<Row> report = spark.read().format(InventoryDataSource.NAME).load(path);
        return ReportedVersion.select(report, versions, path)
                .javaRDD()
                .mapToPair(row -> new Tuple2<>(ReportedVersion.of(row, versions), 0))
                .repartitionAndSortWithinPartitions(partitioner)
                .map(Tuple2::_1);
    }

    private static Iterator<Rows> one(Rows rows) {
        return List.of(rows).iterator();
    }
}
