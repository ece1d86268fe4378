package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.InventoryDataSource;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.inventory.ReportTime;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Delivers reports. */
public final class Deliveries {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MINUTES_OF_A_DAY = 1_440;

    private Deliveries() {}

    /**
     * Writes the rows as a report, and tells what became of it.
     *
     * @param rows in the order of their keys, and without keys in common between partitions: as a listing gives them
     */
    public static DeliveredReport deliver(Dataset<Row> rows, InventoryDelivery delivery) {
        rows.write()
                .format(InventoryDataSource.NAME)
                .options(delivery.toOptions())
                .mode(SaveMode.Append)
                .save();
        return result(delivery);
    }

    /**
     * The report that the run of a delivery has made, as the store has it.
     *
     * @throws StoreException if there is none
     */
    public static DeliveredReport result(InventoryDelivery delivery) {
        ReportLocation location = delivery.location();
        try (DestinationBucket bucket = Terms.open(delivery)) {
            // The folder is that of the first minute that was free.
            Instant minute = delivery.startTime();
            for (int later = 0; later < MINUTES_OF_A_DAY; later++) {
                String key = location.folder(minute) + Cuts.FILE_NAME;
                var cuts = bucket.read(key).map(stored -> Cuts.fromJson(stored.text(), key));
                if (cuts.isPresent() && cuts.get().run().equals(delivery.run())) {
                    return report(delivery, minute, cuts.get(), manifest(bucket, location.manifest(minute)));
                }
                minute = minute.plus(MINUTE);
            }
        }
        throw new StoreException("Cannot find the report of the run " + delivery.run() + " under \"" + location.root()
                + "\" in the bucket \"" + delivery.destination().alias() + "\"");
    }

    private static DeliveredReport report(InventoryDelivery delivery, Instant minute, Cuts cuts, Manifest manifest) {
        ReportLocation location = delivery.location();
        return new DeliveredReport(
                delivery.destination(),
                location.folder(minute),
                location.manifest(minute),
                ReportTime.ofFolder(ReportTime.folder(minute)).orElseThrow(),
                manifest.files().size(),
                cuts.rows(),
                cuts.bytes());
    }

    private static Manifest manifest(DestinationBucket bucket, String key) {
        byte[] text = bucket.read(key)
                .orElseThrow(() -> new StoreException("Cannot find the manifest \"" + key + "\""))
                .text()
                .getBytes(StandardCharsets.UTF_8);
        try {
            return Manifest.read(new ByteArrayInputStream(text), key);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
