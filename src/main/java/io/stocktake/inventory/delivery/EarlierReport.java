package io.stocktake.inventory.delivery;

import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ReportLocation;
import io.stocktake.inventory.ReportTime;
import io.stocktake.s3.DestinationBucket;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest complete report of a configuration in its destination.
 *
 * @param minute when its scan began, to the minute
 * @param cuts how its rows spread over the keys; empty where another than Stocktake delivered it
 */
public record EarlierReport(Instant minute, Optional<Cuts> cuts) {
    /** Report folders are named for their year; nothing else of a configuration begins so. */
    private static final String YEARS = "2";

    /**
     * Looks for the report in the destination of the delivery, whose format and encryption do not matter. A report is
     * complete when it has a {@code manifest.checksum}, which is written last.
     *
     * @throws io.stocktake.s3.StoreException if the destination cannot be read
     */
    public static Optional<EarlierReport> newest(InventoryDelivery delivery) {
        ReportLocation location = delivery.location();
        try (DestinationBucket bucket = Terms.open(delivery)) {
            return newestMinute(bucket, location).map(minute -> {
                String key = location.folder(minute) + Cuts.FILE_NAME;
                return new EarlierReport(minute, bucket.read(key).map(stored -> Cuts.fromJson(stored.text(), key)));
            });
        }
    }

    /**
     * When the scan of the newest complete report of a configuration began, to the minute: what a listing alone tells.
     *
     * @throws io.stocktake.s3.StoreException if the bucket cannot be listed
     */
    public static Optional<Instant> newestMinute(DestinationBucket bucket, ReportLocation location) {
        Newest newest = new Newest(location.root());
        bucket.keys(location.root() + YEARS, newest::see);
        return newest.minute;
    }

    /** Keys come in order, so that the last checksum is the newest report's. */
    private static final class Newest {
        private final String root;
        private Optional<Instant> minute = Optional.empty();

        private Newest(String root) {
            this.root = root;
        }

        private void see(String key) {
            String[] parts = key.substring(root.length()).split("/", -1);
            if (parts.length == 2 && parts[1].equals(Manifest.CHECKSUM_FILE_NAME)) {
                minute = ReportTime.ofFolder(parts[0]).or(() -> minute);
            }
        }
    }
}
