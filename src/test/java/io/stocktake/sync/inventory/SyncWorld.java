package io.stocktake.sync.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.DataSharing;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.S3Destination;
import io.stocktake.config.sync.SyncFormat;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncType;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.inventory.delivery.Deliveries;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Two stores of the home account in two Regions, {@code near} and {@code far}, and {@code foreign} of another account, with
 * reports in each; and the bucket {@code lake} of {@code near}, to which they are synced.
 */
final class SyncWorld implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-22T04:41:50.123Z");
    static final Instant MONDAY = Instant.parse("2026-11-16T21:32:24.567Z");
    static final Instant TUESDAY = Instant.parse("2026-11-17T21:32:24.567Z");
    static final String OBJECTS =
            "synced/Custom:S3Object/accountid=111122223333/region=eu-west-1/resourcetype=S3Bucket/";
    static final String BUCKETS =
            "synced/Custom:S3Bucket/accountid=111122223333/region=eu-west-1/resourcetype=S3Bucket/";

    private final SparkSession spark;
    private final Path root;
    private final EmbeddedS3 near = EmbeddedS3.start();
    private final EmbeddedS3 far = EmbeddedS3.start();
    private final EmbeddedBucket lake;
    private SyncState state = SyncState.created(NOW, List.of());
    private S3Destination destination = new S3Destination(
            "lake", Optional.of("synced"), SyncFormat.JSON_SER_DE, "eu-west-1", Optional.empty(), Optional.empty());

    SyncWorld(SparkSession spark, Path root) {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        this.spark = spark;
        this.root = root;
        lake = near.createBucket("lake");
        near.createBucket("near-reports");
        far.createBucket("far-reports");
        far.createBucket("foreign-reports");
        stores("");
    }

    static SparkSession spark() {
        return SparkSession.builder()
                .master("local[4,4]")
                .appName("resource data sync")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
    }

    /** Writes stores.yaml, with more stores as lines of YAML. */
    void stores(String more) {
        file("stores.yaml", """
                accountId: "111122223333"
                stores:
                  - {name: near, endpoint: "%s", region: eu-west-1, buckets: [lake, near-reports, photos, logs]}
                  - {name: far, endpoint: "%s", region: us-west-2, buckets: [far-reports, media]}
                  - {name: foreign, endpoint: "%s", region: us-west-2, accountId: "222233334444",
                     buckets: [foreign-reports, music]}
                """.formatted(near.endpoint(), far.endpoint(), far.endpoint()) + more);
    }

    EmbeddedS3 near() {
        return near;
    }

    EmbeddedS3 far() {
        return far;
    }

    EmbeddedBucket lake() {
        return lake;
    }

    SparkSession session() {
        return spark;
    }

    void withKey(String keyArn) {
        destination = new S3Destination(
                destination.bucketName(),
                destination.prefix(),
                destination.syncFormat(),
                destination.region(),
                Optional.of(keyArn),
                destination.destinationDataSharing());
    }

    void shared() {
        destination = new S3Destination(
                destination.bucketName(),
                destination.prefix(),
                destination.syncFormat(),
                destination.region(),
                destination.awsKmsKeyArn(),
                Optional.of(DataSharing.ORGANIZATION));
    }

    /** Writes an inventory configuration; its reports go under {@code inventory/}. */
    void configure(String bucket, String id, String reports, ReportFormat format, String more) {
        file("buckets/" + bucket + "/inventory/" + id + ".json", """
                {"Id": "%s", "IsEnabled": true, "Schedule": {"Frequency": "Daily"}, %s
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::%s", "Format": "%s", "Prefix": "inventory"}}}
                """.formatted(id, more, reports, format.awsName()));
    }

    /** Writes a configuration of all versions, as CSV. */
    void configure(String bucket, String id, String reports) {
        configure(bucket, id, reports, ReportFormat.CSV, "\"IncludedObjectVersions\": \"All\",");
    }

    /** Delivers a report of one data file. */
    void deliver(
            String bucket,
            String id,
            String reports,
            ReportFormat format,
            Instant start,
            List<ObjectColumn> columns,
            List<Row> rows) {
        deliver(bucket, id, reports, format, start, frame(columns, rows).coalesce(1));
    }

    void deliver(String bucket, String id, String reports, ReportFormat format, Instant start, Dataset<Row> rows) {
        Deliveries.deliver(
                rows,
                InventoryDelivery.of(definedStores().bucket(reports), bucket, id, format)
                        .withPrefix(Optional.of("inventory"))
                        .withStartTime(start));
    }

    /** Configures and delivers a small report of all versions. */
    void report(String bucket, String reports, Instant start, String... keys) {
        configure(bucket, "all", reports);
        List<Row> rows = new ArrayList<>();
        for (String key : keys) {
            rows.add(ReportedVersions.row(bucket, key, "v1", true, false, 7));
        }
        deliver(bucket, "all", reports, ReportFormat.CSV, start, ReportedVersions.COLUMNS, rows);
    }

    Dataset<Row> frame(List<ObjectColumn> columns, List<Row> rows) {
        return spark.createDataFrame(rows, ObjectColumn.schema(columns));
    }

    SyncRequest request() {
        return new SyncRequest(
                new ResourceDataSync("lake", SyncType.SYNC_TO_DESTINATION, Optional.of(destination), Optional.empty()),
                definitions(),
                definedStores(),
                NOW,
                Optional.of(Duration.ofMillis(1)));
    }

    /** Runs, and keeps what is synced for the next run. */
    SyncResult run() {
        return run(new SyncProgress());
    }

    SyncResult run(SyncProgress progress) {
        return run(progress, PartNumbers.Limits.OF_S3);
    }

    SyncResult run(SyncProgress progress, PartNumbers.Limits limits) {
        SyncResult result = InventorySync.run(spark, request(), state, progress, limits);
        state = state.succeeded(NOW, "", result.synced());
        return result;
    }

    String text(String key) {
        return new String(lake.content(key).orElseThrow(() -> new AssertionError("no " + key)), UTF_8);
    }

    List<String> lines(String key) {
        return text(key).lines().toList();
    }

    /** The keys of all that is in the destination, run records and the like included. */
    List<String> keys() {
        return lake.objects().stream().map(StoredVersion::key).toList();
    }

    void file(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void delete(String path) {
        try {
            Files.delete(root.resolve(path));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Stores definedStores() {
        try {
            return definitions().stores();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }

    private DefinitionDirectory definitions() {
        try {
            return new DefinitionDirectory(new LocalDefinitionFiles(root));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
