package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.inventory.delivery.DeliveredReport;
import io.stocktake.inventory.delivery.Deliveries;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.s3.Md5;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reports in a bucket of the embedded server, delivered as a run delivers them and read through the store's client.
 *
 * @param prefix of the destination, without a slash at its end
 */
record StoreReports(EmbeddedS3 server, EmbeddedBucket bucket, Map<String, String> options, String prefix) {
    static final Instant MONDAY = Instant.parse("2024-05-06T22:37:00Z");
    static final Instant TUESDAY = Instant.parse("2024-05-07T22:37:00Z");

    private static final StructType SCHEMA = ObjectColumn.schema(List.of(
            ObjectColumn.BUCKET,
            ObjectColumn.KEY,
            ObjectColumn.VERSION_ID,
            ObjectColumn.IS_LATEST,
            ObjectColumn.SIZE,
            ObjectColumn.LAST_MODIFIED_DATE));

    /** Rows of these keys, of two tasks and so in two files. */
    static List<Row> rows(String... keys) {
        return List.of(keys).stream()
                .map(key -> RowFactory.create(
                        "photos",
                        key,
                        "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
                        true,
                        1_234_567_890_123L,
                        Timestamp.from(Instant.parse("2024-05-06T22:37:48.123Z"))))
                .toList();
    }

    DeliveredReport deliver(SparkSession spark, Instant start, ReportFormat format, List<Row> rows) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Store store = Store.fromOptions(options);
        return Deliveries.deliver(
                spark.createDataFrame(context.parallelize(rows, 2), SCHEMA),
                InventoryDelivery.of(new BucketLocation(store, bucket.name(), bucket.name()), "photos", "all", format)
                        .withPrefix(Optional.of(prefix))
                        .withStartTime(start));
    }

    Dataset<Row> load(SparkSession spark, String path) {
        return spark.read().format(InventoryDataSource.NAME).options(options).load(path);
    }

    /** The path of the configuration's folder. */
    String root() {
        return "s3a://" + bucket.name() + "/" + prefix + "/photos/all";
    }

    /** The key of the folder, slash included, of Monday's report. */
    String monday() {
        return prefix + "/photos/all/2024-05-06T22-37Z/";
    }

    Manifest manifest() throws IOException {
        byte[] json = bucket.content(monday() + "manifest.json").orElseThrow();
        return Manifest.read(new ByteArrayInputStream(json), "manifest");
    }

    /** Puts another text in place of the manifest of Monday's report, without its checksum. */
    void rewriteManifest(String from, String to) {
        String key = monday() + "manifest.json";
        String text = new String(bucket.content(key).orElseThrow(), UTF_8);
        bucket.put(key, text.replace(from, to).getBytes(UTF_8));
    }

    void putChecksum() {
        byte[] manifest = bucket.content(monday() + "manifest.json").orElseThrow();
        bucket.put(monday() + "manifest.checksum", md5(manifest).getBytes(UTF_8));
    }

    static String md5(byte[] content) {
        return HexFormat.of().formatHex(Md5.digest().digest(content));
    }
}
