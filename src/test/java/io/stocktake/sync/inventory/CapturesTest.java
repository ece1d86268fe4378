package io.stocktake.sync.inventory;

import static io.stocktake.sync.inventory.SyncWorld.BUCKETS;
import static io.stocktake.sync.inventory.SyncWorld.MONDAY;
import static io.stocktake.sync.inventory.SyncWorld.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncResult;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What captures say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CapturesTest {
    private static final String KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/sync";

    /** Keys in the order of reports, each with how JSON spells it. */
    private static final Map<String, String> ODD_KEYS = Map.ofEntries(
            Map.entry("\u0001control", "\\u0001control"),
            Map.entry("\ttab", "\\ttab"),
            Map.entry(" sp ", " sp "),
            Map.entry("100%25+", "100%25+"),
            Map.entry("back\\slash", "back\\\\slash"),
            Map.entry("dir//x", "dir//x"),
            Map.entry("nl\nx", "nl\\nx"),
            Map.entry("quote\"comma,", "quote\\\"comma,"),
            Map.entry("\u007f\u2028", "\u007f\u2028"),
            Map.entry("z\uffee", "z\uffee"),
            Map.entry("z\ud83d\ude00", "z\ud83d\ude00"),
            Map.entry("\u00fc/\u00f6 &?", "\u00fc/\u00f6 &?"));

    private SparkSession spark;
    private SyncWorld world;

    @BeforeAll
    void start() {
        spark = SyncWorld.spark();
    }

    @BeforeEach
    void open(@TempDir Path root) {
        world = new SyncWorld(spark, root);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @EnumSource
    void allVersionsOfABucketBecomeTwoCaptures(ReportFormat format) {
        world.configure("photos", "all", "near-reports", format, "\"IncludedObjectVersions\": \"All\",");
        List<Row> rows = List.of(
                row("a", "v3", true, false, 5L, "2024-05-06T22:37:48.123Z", "GLACIER"),
                row("a", "v2", false, false, 1L << 40, "2024-05-05T00:00:00Z", "STANDARD"),
                row("b", null, true, false, 0L, "2023-01-01T00:00:00Z", "STANDARD"),
                row("c", "v1", true, true, null, "2024-06-06T22:37:48Z", null),
                row("c", null, false, false, 3L, "2022-01-01T00:00:00Z", "STANDARD"),
                row("d", "v9", false, true, null, "2022-06-06T22:37:48Z", null));
        world.deliver("photos", "all", "near-reports", format, MONDAY, ReportedVersions.COLUMNS, rows);
        SyncProgress progress = new SyncProgress();

        SyncResult result = world.run(progress);

        String end = ReportedVersions.end("photos");
        assertThat(world.text(OBJECTS + "photos.json"))
                .isEqualTo(String.join(
                        "\n",
                        "{\"Bucket\":\"photos\",\"Key\":\"a\",\"VersionId\":\"v3\",\"IsLatest\":\"true\",\"IsDeleteMarker\":\"false\",\"Size\":\"5\",\"LastModifiedDate\":\"2024-05-06T22:37:48.123Z\",\"ETag\":\"e-a\",\"StorageClass\":\"GLACIER\","
                                + end,
                        "{\"Bucket\":\"photos\",\"Key\":\"a\",\"VersionId\":\"v2\",\"IsLatest\":\"false\",\"IsDeleteMarker\":\"false\",\"Size\":\"1099511627776\",\"LastModifiedDate\":\"2024-05-05T00:00:00.000Z\",\"ETag\":\"e-a\",\"StorageClass\":\"STANDARD\","
                                + end,
                        "{\"Bucket\":\"photos\",\"Key\":\"b\",\"IsLatest\":\"true\",\"IsDeleteMarker\":\"false\",\"Size\":\"0\",\"LastModifiedDate\":\"2023-01-01T00:00:00.000Z\",\"ETag\":\"e-b\",\"StorageClass\":\"STANDARD\","
                                + end,
                        "{\"Bucket\":\"photos\",\"Key\":\"c\",\"VersionId\":\"v1\",\"IsLatest\":\"true\",\"IsDeleteMarker\":\"true\",\"LastModifiedDate\":\"2024-06-06T22:37:48.000Z\","
                                + end,
                        "{\"Bucket\":\"photos\",\"Key\":\"c\",\"IsLatest\":\"false\",\"IsDeleteMarker\":\"false\",\"Size\":\"3\",\"LastModifiedDate\":\"2022-01-01T00:00:00.000Z\",\"ETag\":\"e-c\",\"StorageClass\":\"STANDARD\","
                                + end,
                        "{\"Bucket\":\"photos\",\"Key\":\"d\",\"VersionId\":\"v9\",\"IsLatest\":\"false\",\"IsDeleteMarker\":\"true\",\"LastModifiedDate\":\"2022-06-06T22:37:48.000Z\","
                                + end,
                        ""));
        assertThat(world.text(BUCKETS + "photos.json"))
                .isEqualTo("{\"Bucket\":\"photos\",\"ReportTime\":\"2026-11-16T21:32:00Z\","
                        + "\"Report\":\"s3a://near-reports/inventory/photos/all/2026-11-16T21-32Z/manifest.json\","
                        + "\"InventoryId\":\"all\",\"IncludedObjectVersions\":\"All\",\"Objects\":\"2\",\"Bytes\":\"5\","
                        + "\"ObjectsByStorageClass\":\"GLACIER=1,STANDARD=1\","
                        + "\"BytesByStorageClass\":\"GLACIER=5,STANDARD=0\",\"NoncurrentObjects\":\"2\","
                        + "\"NoncurrentBytes\":\"1099511627779\",\"DeleteMarkers\":\"2\","
                        + "\"OldestObject\":\"2023-01-01T00:00:00.000Z\",\"NewestObject\":\"2024-05-06T22:37:48.123Z\","
                        + end + "\n");
        assertThat(world.keys()).containsExactly(BUCKETS + "photos.json", OBJECTS + "photos.json");
        assertThat(world.lake().openUploads()).isZero();
        SyncedBucket synced = new SyncedBucket(
                "111122223333",
                "eu-west-1",
                "photos",
                "s3a://near-reports/inventory/photos/all/2026-11-16T21-32Z/manifest.json at s3a://lake/synced/");
        long bytes = (long) world.text(OBJECTS + "photos.json").length()
                + world.text(BUCKETS + "photos.json").length();
        assertThat(result)
                .isEqualTo(
                        new SyncResult(0, List.of(synced), List.of(), List.of(synced), 7, bytes, result.requests(), 0));
        assertThat(List.of(progress.reached(), progress.done(), progress.rows()))
                .containsExactly(1L, 1L, 7L);
    }

    @ParameterizedTest
    @EnumSource
    void oddKeysArePlainJson(ReportFormat format) {
        world.configure("photos", "all", "near-reports", format, "\"IncludedObjectVersions\": \"All\",");
        world.deliver(
                "photos",
                "all",
                "near-reports",
                format,
                MONDAY,
                ReportedVersions.COLUMNS,
                ODD_KEYS.keySet().stream()
                        .map(key -> ReportedVersions.row("photos", key, "v1", true, false, 7))
                        .toList());

        world.run();

        // Not as String.lines() would have it, which takes a carriage return for the end of a line too.
        assertThat(world.text(OBJECTS + "photos.json").split("\n"))
                .containsExactlyInAnyOrderElementsOf(ODD_KEYS.values().stream()
                        .map(key -> ReportedVersions.line("photos", key))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void whatAReportOfCurrentObjectsDoesNotTellIsLeftOut(ReportFormat format) {
        world.configure("photos", "current", "near-reports", format, "\"IncludedObjectVersions\": \"Current\",");
        world.deliver(
                "photos",
                "current",
                "near-reports",
                format,
                MONDAY,
                List.of(ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.STORAGE_CLASS),
                List.of(RowFactory.create("photos", "a", "STANDARD"), RowFactory.create("photos", "b", "STANDARD_IA")));

        world.run();

        assertThat(world.text(OBJECTS + "photos.json"))
                .isEqualTo("{\"Bucket\":\"photos\",\"Key\":\"a\",\"StorageClass\":\"STANDARD\","
                        + ReportedVersions.end("photos")
                        + "\n{\"Bucket\":\"photos\",\"Key\":\"b\",\"StorageClass\":\"STANDARD_IA\","
                        + ReportedVersions.end("photos") + "\n");
        assertThat(world.text(BUCKETS + "photos.json"))
                .isEqualTo("{\"Bucket\":\"photos\",\"ReportTime\":\"2026-11-16T21:32:00Z\","
                        + "\"Report\":\"s3a://near-reports/inventory/photos/current/2026-11-16T21-32Z/manifest.json\","
                        + "\"InventoryId\":\"current\",\"IncludedObjectVersions\":\"Current\",\"Objects\":\"2\","
                        + "\"ObjectsByStorageClass\":\"STANDARD=1,STANDARD_IA=1\","
                        + ReportedVersions.end("photos") + "\n");
    }

    @Test
    void everyOptionalFieldIsAnAttribute() {
        world.configure("photos", "all", "near-reports", ReportFormat.ORC, "\"IncludedObjectVersions\": \"All\",");
        Timestamp date = Timestamp.from(Instant.parse("2030-01-01T00:00:00Z"));
        Row row = RowFactory.create(
                "photos",
                "a",
                "v",
                true,
                false,
                1L,
                date,
                "e",
                "STANDARD",
                true,
                "COMPLETED",
                "SSE-KMS",
                date,
                "GOVERNANCE",
                "ON",
                "ARCHIVE",
                "ENABLED",
                "CRC64NVME",
                "eyJ2",
                "79a59d",
                date);
        world.deliver("photos", "all", "near-reports", ReportFormat.ORC, MONDAY, ObjectColumn.all(), List.of(row));

        world.run();

        assertThat(world.text(OBJECTS + "photos.json"))
                .isEqualTo("{\"Bucket\":\"photos\",\"Key\":\"a\",\"VersionId\":\"v\",\"IsLatest\":\"true\","
                        + "\"IsDeleteMarker\":\"false\",\"Size\":\"1\",\"LastModifiedDate\":\"2030-01-01T00:00:00.000Z\","
                        + "\"ETag\":\"e\",\"StorageClass\":\"STANDARD\",\"IsMultipartUploaded\":\"true\","
                        + "\"ReplicationStatus\":\"COMPLETED\",\"EncryptionStatus\":\"SSE-KMS\","
                        + "\"ObjectLockRetainUntilDate\":\"2030-01-01T00:00:00.000Z\",\"ObjectLockMode\":\"GOVERNANCE\","
                        + "\"ObjectLockLegalHoldStatus\":\"ON\",\"IntelligentTieringAccessTier\":\"ARCHIVE\","
                        + "\"BucketKeyStatus\":\"ENABLED\",\"ChecksumAlgorithm\":\"CRC64NVME\","
                        + "\"ObjectAccessControlList\":\"eyJ2\",\"ObjectOwner\":\"79a59d\","
                        + "\"LifecycleExpirationDate\":\"2030-01-01T00:00:00.000Z\","
                        + ReportedVersions.end("photos") + "\n");
    }

    @Test
    void anEmptyBucketHasACaptureWithoutRecords() {
        world.report("photos", "near-reports", MONDAY);

        SyncResult result = world.run();

        assertThat(world.text(OBJECTS + "photos.json")).isEmpty();
        assertThat(world.text(BUCKETS + "photos.json"))
                .isEqualTo("{\"Bucket\":\"photos\",\"ReportTime\":\"2026-11-16T21:32:00Z\","
                        + "\"Report\":\"s3a://near-reports/inventory/photos/all/2026-11-16T21-32Z/manifest.json\","
                        + "\"InventoryId\":\"all\",\"IncludedObjectVersions\":\"All\",\"Objects\":\"0\",\"Bytes\":\"0\","
                        + "\"NoncurrentObjects\":\"0\",\"NoncurrentBytes\":\"0\",\"DeleteMarkers\":\"0\","
                        + ReportedVersions.end("photos") + "\n");
        assertThat(world.lake().openUploads()).isZero();
        assertThat(result.rows()).isEqualTo(1);
    }

    @Test
    void everythingIsEncryptedWithTheKeyOfTheDestination() {
        world.withKey(KEY_ARN);
        world.report("photos", "near-reports", MONDAY, "a");
        world.near().requests().clear();

        SyncResult result = world.run();

        assertThat(result.failures()).isEmpty();
        List<LoggedRequest> writes = world.near().requests().all().stream()
                .filter(request -> List.of("PutObject", "CreateMultipartUpload").contains(request.operation()))
                .toList();
        assertThat(writes).extracting(LoggedRequest::operation).contains("PutObject", "CreateMultipartUpload");
        assertThat(writes)
                .extracting(request -> request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                .containsOnly(Optional.of(KEY_ARN));
        assertThat(writes)
                .extracting(request -> request.header("x-amz-server-side-encryption"))
                .containsOnly(Optional.of("aws:kms"));
    }

    private static Row row(
            String key,
            String versionId,
            boolean isLatest,
            boolean isDeleteMarker,
            Long size,
            String date,
            String storageClass) {
        return RowFactory.create(
                "photos",
                key,
                versionId,
                isLatest,
                isDeleteMarker,
                size,
                Timestamp.from(Instant.parse(date)),
                isDeleteMarker ? null : "e-" + key,
                storageClass);
    }
}
