package io.stocktake.jobs;

import io.stocktake.inventory.delivery.DeliveredReport;
import io.stocktake.inventory.delivery.Deliveries;
import io.stocktake.inventory.delivery.EarlierReport;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ListingDataSource;
import io.stocktake.listing.ListingOptions;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.listing.TaskSlots;
import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Delivers the report of one inventory configuration: a listing of its bucket, in its columns, written as a report. */
final class InventoryJob {
    private final SparkSession spark;

    InventoryJob(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Runs the job. The report's time is when it begins.
     *
     * @throws RuntimeException if no report was delivered; then nothing of one is left
     */
    DeliveredReport deliver(InventoryPlan plan) {
        InventoryDelivery delivery = plan.delivery().withStartTime(Instant.now());
        Optional<EarlierReport> newest = EarlierReport.newest(delivery);
        int slots = TaskSlots.of(spark.sparkContext());
        ListingOptions listing = plan.listing(newest.flatMap(EarlierReport::cuts), slots);
        spark.sparkContext().setJobDescription("Inventory " + plan.name());
        Dataset<Row> objects = spark.read()
                .format(ListingDataSource.SHORT_NAME)
                .options(listing.toOptions())
                .load();
        return Deliveries.deliver(
                objects.select(plan.columns().stream()
                        .map(ObjectColumn::columnName)
                        .map(functions::col)
                        .toArray(Column[]::new)),
                delivery);
    }
}
