package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ListingOptions;
import io.stocktake.listing.ObjectColumn;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Reports of all versions with all fields against what a plain loop over the AWS SDK finds: on embedded-s3, and on the
 * store that {@code STOCKTAKE_S3_ENDPOINT} names.
 */
class InventoryOfAStoreTest {
    private static final String DESTINATION = "reports";

    static List<String> stores() {
        return StoreUnderTest.names().toList();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aReportInEachFormatEqualsAPlainLoopFieldByField(String name) throws Exception {
        try (StoreUnderTest store = StoreUnderTest.open(name);
                S3Client client = store.client();
                SparkSession spark = store.spark()) {
            String suffix = "-" + Long.toString(System.nanoTime(), 36);
            String destination = DESTINATION + suffix;
            client.createBucket(request -> request.bucket(destination));
            OddBuckets buckets = new OddBuckets(client, store.kmsKey());
            buckets.fillLocked("locked" + suffix, store.scale());
            buckets.fillWithNullVersions("nulls" + suffix, 2 * store.scale());
            for (String source : List.of("locked" + suffix, "nulls" + suffix)) {
                List<Map<ObjectColumn, String>> expected = new PlainLoop(client, source).rows();
                assertThat(expected).hasSizeGreaterThanOrEqualTo(store.scale());
                for (ReportFormat format : ReportFormat.values()) {
                    InventoryDelivery delivery = InventoryDelivery.of(
                                    location(store, destination), source, format.awsName(), format)
                            .withPrefix(Optional.of("inventories/"));
                    spark.read()
                            .format("s3-listing")
                            .options(ListingOptions.all(location(store, source))
                                    .withRanges(5)
                                    .toOptions())
                            .load()
                            .write()
                            .format("s3-inventory")
                            .options(delivery.toOptions())
                            .mode(SaveMode.Append)
                            .save();
                    Dataset<Row> report = spark.read()
                            .format("s3-inventory")
                            .load("s3a://" + destination + "/inventories/" + source + "/" + format.awsName() + "/");
                    List<Map<ObjectColumn, String>> reported = rows(report);

                    assertThat(reported.stream()
                                    .map(InventoryOfAStoreTest::place)
                                    .toList())
                            .as("the order of %s in %s", source, format)
                            .isSortedAccordingTo(Comparator.naturalOrder());
                    assertThat(difference(expected, reported))
                            .as("rows that %s in %s lacks", source, format)
                            .isEmpty();
                    assertThat(difference(reported, expected))
                            .as("rows that %s in %s has too many", source, format)
                            .isEmpty();
                }
            }
        }
    }

    private static BucketLocation location(StoreUnderTest store, String bucket) {
        return new BucketLocation(store.store(), bucket, bucket);
    }

    private static List<Map<ObjectColumn, String>> rows(Dataset<Row> report) {
        List<Map<ObjectColumn, String>> rows = new ArrayList<>();
        for (Iterator<Row> all = report.toLocalIterator(); all.hasNext(); ) {
            Row row = all.next();
            Map<ObjectColumn, String> values = new EnumMap<>(ObjectColumn.class);
            for (ObjectColumn column : ObjectColumn.all()) {
                Object value = row.getAs(column.columnName());
                if (value != null) {
                    values.put(
                            column,
                            value instanceof Timestamp time ? time.toInstant().toString() : value.toString());
                }
            }
            rows.add(values);
        }
        return rows;
    }

    /** The rows of the left side that the right side has not, as often as it has them not. */
    private static List<String> difference(
            List<Map<ObjectColumn, String>> left, List<Map<ObjectColumn, String>> right) {
        Map<String, Integer> counts = new TreeMap<>();
        left.forEach(row -> counts.merge(row.toString(), 1, Integer::sum));
        right.forEach(row -> counts.merge(row.toString(), -1, Integer::sum));
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(Map.Entry::getKey)
                .limit(5)
                .toList();
    }

    /** Where a row belongs: its key, and within the key the latest version first. */
    private record Place(UTF8String key, boolean isLatest) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = key.binaryCompare(other.key);
            return order != 0 ? order : Boolean.compare(other.isLatest, isLatest);
        }
    }

    private static Place place(Map<ObjectColumn, String> row) {
        return new Place(
                UTF8String.fromString(row.get(ObjectColumn.KEY)),
                Boolean.parseBoolean(row.get(ObjectColumn.IS_LATEST)));
    }
}
