package io.stocktake.sync.inventory;

import io.stocktake.inventory.InventoryDataSource;
import io.stocktake.inventory.ReportMetrics;
import io.stocktake.listing.ObjectColumn;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rows of a report, to be read by tasks.
 *
 * @param columns those of the report that are known, in its order; the rows have them and no others
 * @param plan by which they are read
 * @param rows in not more partitions than {@value #MOST_TASKS}; each partition's in the same order however often it is read
 */
record ReportRows(List<ObjectColumn> columns, SparkPlan plan, RDD<InternalRow> rows) {
    /** More tasks would have too few of an upload's numbers each. */
    static final int MOST_TASKS = 64;

    ReportRows {
        columns = List.copyOf(columns);
    }

    /** Reads the report's manifest. The session must be the active one of this thread. */
    static ReportRows of(SparkSession spark, LatestReport report) {
        Dataset<Row> rows = spark.read()
                .format(InventoryDataSource.NAME)
                .options(report.source().destination().store().toOptions())
                .load(report.uri());
        List<ObjectColumn> columns = Arrays.stream(rows.schema().names())
                .flatMap(name -> ObjectColumn.ofColumnName(name).stream())
                .toList();
        Dataset<Row> known = rows.select(columns.stream()
                .map(ObjectColumn::columnName)
                .map(functions::col)
                .toArray(Column[]::new));
        RDD<InternalRow> internal = known.queryExecution().toRdd();
        return new ReportRows(
                columns,
                known.queryExecution().executedPlan(),
                internal.getNumPartitions() <= MOST_TASKS
                        ? internal
                        : internal.toJavaRDD().coalesce(MOST_TASKS).rdd());
    }

    /** The requests by which tasks have read them so far, those of attempts that failed excepted. */
    long requests() {
        long requests = 0;
        for (SparkPlan leaf : CollectionConverters.asJava(plan.collectLeaves())) {
            requests += CollectionConverters.asJava(leaf.metrics()).entrySet().stream()
                    .filter(metric -> metric.getKey().equals(ReportMetrics.REQUESTS))
                    .mapToLong(metric -> metric.getValue().value())
                    .sum();
        }
        return requests;
    }

    /** How many tasks read them; none where the report is empty. */
    int tasks() {
        return rows.getNumPartitions();
    }
}
