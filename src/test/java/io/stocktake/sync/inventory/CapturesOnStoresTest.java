package io.stocktake.sync.inventory;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.config.sync.SyncFormat;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncType;
import io.stocktake.inventory.StoreUnderTest;
import io.stocktake.inventory.delivery.Deliveries;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** Captures of several parts on every store that there is, twice, encrypted with a key, in a bucket with versions. */
class CapturesOnStoresTest {
    private static final int ROWS = 60_000;
    private static final String PARTITION = "accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/photos.json";

    @ParameterizedTest
    @MethodSource("io.stocktake.inventory.StoreUnderTest#namesAndCeph")
    void aCaptureOfSeveralPartsIsReplacedAndEncrypted(String name, @TempDir Path root) throws Exception {
        try (StoreUnderTest store = StoreUnderTest.open(name);
                S3Client client = store.client()) {
            SparkSession spark = store.spark();
            try {
                String suffix =
                        Long.toString(System.nanoTime(), Character.MAX_RADIX).toLowerCase(Locale.ROOT);
                String reports = "reports-" + suffix;
                String lake = "lake-" + suffix;
                client.createBucket(request -> request.bucket(reports));
                client.createBucket(request -> request.bucket(lake));
                client.putBucketVersioning(request ->
                        request.bucket(lake).versioningConfiguration(versioning -> versioning.status("Enabled")));
                SyncRequest request = request(store, root, reports, lake);
                SyncState before = SyncState.created(SyncWorld.NOW, List.of());

                deliver(spark, request, reports, SyncWorld.MONDAY, ROWS / 2);
                SyncResult first = InventorySync.run(spark, request, before, new SyncProgress());
                deliver(spark, request, reports, SyncWorld.TUESDAY, ROWS);
                SyncResult second = InventorySync.run(
                        spark, request, before.succeeded(SyncWorld.NOW, "", first.synced()), new SyncProgress());

                assertThat(first.failures()).isEmpty();
                assertThat(second.failures()).isEmpty();
                assertThat(second.rows()).isEqualTo(ROWS + 1);
                String text = client.getObjectAsBytes(
                                get -> get.bucket(lake).key("synced/Custom:S3Object/" + PARTITION))
                        .asUtf8String();
                assertThat(text.lines().sorted().toList())
                        .isEqualTo(rows(spark, ROWS).collectAsList().stream()
                                .map(CapturesOnStoresTest::line)
                                .toList());
                for (String type : List.of("Custom:S3Object", "Custom:S3Bucket")) {
                    HeadObjectResponse head =
                            client.headObject(ask -> ask.bucket(lake).key("synced/" + type + "/" + PARTITION));
                    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
                    assertThat(head.ssekmsKeyId()).isEqualTo(store.kmsKey());
                }
                assertThat(client.listObjectsV2(list -> list.bucket(lake)).contents())
                        .extracting(object -> object.key())
                        .containsExactly("synced/Custom:S3Bucket/" + PARTITION, "synced/Custom:S3Object/" + PARTITION);
                assertThat(client.listObjectVersions(
                                        list -> list.bucket(lake).prefix("synced/resource-data-sync-runs/"))
                                .versions())
                        .isEmpty();
                assertThat(client.listMultipartUploads(list -> list.bucket(lake))
                                .uploads())
                        .isEmpty();
            } finally {
                spark.stop();
            }
        }
    }

    private static SyncRequest request(StoreUnderTest store, Path root, String reports, String lake) throws Exception {
        Files.createDirectories(root.resolve("buckets/photos/inventory"));
        Files.writeString(root.resolve("stores.yaml"), """
                accountId: "111122223333"
                stores:
                  - {name: "%s", endpoint: "%s", region: us-east-1, credentials: hadoop, buckets: ["*"]}
                """.formatted(
                        store, store.store().endpoint().orElseThrow()));
        Files.writeString(root.resolve("buckets/photos/inventory/all.json"), """
                {"Id": "all", "IsEnabled": true, "Schedule": {"Frequency": "Daily"}, "IncludedObjectVersions": "Current",
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::%s", "Format": "ORC"}}}
                """.formatted(reports));
        DefinitionDirectory definitions = new DefinitionDirectory(new LocalDefinitionFiles(root));
        S3Destination destination = new S3Destination(
                lake,
                Optional.of("synced/"),
                SyncFormat.JSON_SER_DE,
                "us-east-1",
                Optional.of(store.kmsKey()),
                Optional.empty());
        return new SyncRequest(
                new ResourceDataSync("lake", SyncType.SYNC_TO_DESTINATION, Optional.of(destination), Optional.empty()),
                definitions,
                definitions.stores(),
                SyncWorld.NOW,
                Optional.of(Duration.ofMillis(1)));
    }

    private static void deliver(SparkSession spark, SyncRequest request, String reports, Instant start, int count) {
        Deliveries.deliver(
                rows(spark, count),
                InventoryDelivery.of(request.stores().bucket(reports), "photos", "all", ReportFormat.ORC)
                        .withStartTime(start));
    }

    private static Dataset<Row> rows(SparkSession spark, int count) {
        return spark.range(0, count, 1, 3)
                .select(
                        lit("photos").as("bucket"),
                        format_string("%0200d/\ud83d\ude00 \"", col("id")).as("key"),
                        col("id").as("size"),
                        timestamp_millis(lit(ReportedVersions.DATE.toEpochMilli()))
                                .as("last_modified_date"),
                        sha2(col("id").cast("string").cast("binary"), 256).as("e_tag"));
    }

    private static String line(Row row) {
        String key = row.getString(1);
        return "{\"Bucket\":\"photos\",\"Key\":\"" + key.replace("\"", "\\\"") + "\",\"Size\":\"" + row.getLong(2)
                + "\",\"LastModifiedDate\":\"2024-05-06T22:37:48.123Z\",\"ETag\":\"" + row.getString(4) + "\","
                + ReportedVersions.end("photos");
    }
}
