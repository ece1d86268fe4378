package io.stocktake.sync.inventory;

import static io.stocktake.sync.inventory.SyncWorld.BUCKETS;
import static io.stocktake.sync.inventory.SyncWorld.MONDAY;
import static io.stocktake.sync.inventory.SyncWorld.OBJECTS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Captures of several parts, from several tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeCaptureTest {
    private static final int FILES = 6;
    private static final int ROWS = 150_000;

    private SparkSession spark;
    private SyncWorld world;

    @BeforeAll
    void start() {
        spark = SyncWorld.spark();
    }

    @BeforeEach
    void open(@TempDir Path root) {
        world = new SyncWorld(spark, root);
        world.configure("photos", "all", "near-reports", ReportFormat.PARQUET, "\"IncludedObjectVersions\": \"All\",");
        world.deliver("photos", "all", "near-reports", ReportFormat.PARQUET, MONDAY, rows());
        world.near().requests().clear();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    void stop() {
        spark.stop();
    }

    @Test
    void tasksFillPartsAndTheDriverMergesWhatTheyLeave() {
        SyncResult result = world.run();

        assertThat(result.failures()).isEmpty();
        assertThat(result.rows()).isEqualTo(ROWS + 1);
        assertWhole();
        assertThat(partNumbers()).hasSizeGreaterThan(FILES).contains(1, 1 + blockOf(FILES), 1 + FILES * blockOf(FILES));
        assertThat(world.text(BUCKETS + "photos.json"))
                .contains("\"Objects\":\"" + ROWS + "\"", "\"Bytes\":\"" + (long) ROWS * (ROWS - 1) / 2 + "\"");
    }

    @Test
    void aTaskThatFailsAfterItsFirstPartWritesItAgain() {
        AtomicBoolean isUploaded = new AtomicBoolean();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near()
                .faults()
                .denied(request -> request.operation().equals("UploadPart")
                        && request.parameter("partNumber").equals(Optional.of("2"))
                        && isUploaded.get()
                        && isFirst.getAndSet(false));
        world.near()
                .faults()
                .afterRequest(request -> request.operation().equals("UploadPart"), () -> isUploaded.set(true));

        SyncResult result =
                world.run(new SyncProgress(), new PartNumbers.Limits(10_000, 5 * 1024 * 1024, 5 * 1024 * 1024));

        assertThat(result.failures()).isEmpty();
        assertWhole();
    }

    @Test
    void aCaptureOfMorePartsThanAnObjectMayHaveIsRefused() {
        world.report("logs", "near-reports", MONDAY, "x");

        SyncResult result =
                world.run(new SyncProgress(), new PartNumbers.Limits(FILES, 5 * 1024 * 1024, 5 * 1024 * 1024));

        assertThat(result.failures())
                .containsExactly(new SyncFailure(
                        "bucket \"photos\" of the store \"near\"",
                        "Cannot sync the bucket \"photos\" of the store \"near\": its capture has more than 6 parts,"
                                + " and an object cannot. Give its inventory configuration fewer OptionalFields, or a"
                                + " prefix."));
        assertThat(world.keys()).containsExactly(BUCKETS + "logs.json", OBJECTS + "logs.json");
        assertThat(world.lake().openUploads()).isZero();
    }

    /** Compares the capture with what a plain loop writes. */
    private void assertWhole() {
        List<String> lines = new ArrayList<>(world.lines(OBJECTS + "photos.json"));
        lines.sort(String::compareTo);
        List<Row> rows = rows().collectAsList();
        assertThat(lines).hasSize(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            String expected = "{\"Bucket\":\"photos\",\"Key\":\"" + row.getString(1)
                    + "\",\"IsLatest\":\"true\",\"IsDeleteMarker\":\"false\",\"Size\":\"" + row.getLong(5)
                    + "\",\"LastModifiedDate\":\"2024-05-06T22:37:48.123Z\",\"ETag\":\"" + row.getString(7)
                    + "\",\"StorageClass\":\"STANDARD\"," + ReportedVersions.end("photos");
            if (!lines.get(i).equals(expected)) {
                assertThat(lines.get(i)).as("line %d", i).isEqualTo(expected);
            }
        }
        assertThat(world.keys()).containsExactly(BUCKETS + "photos.json", OBJECTS + "photos.json");
        assertThat(world.lake().openUploads()).isZero();
    }

    private List<Integer> partNumbers() {
        return world.near().requests().all("UploadPart").stream()
                .map(LoggedRequest::parameters)
                .map(parameters -> Integer.valueOf(parameters.get("partNumber")))
                .sorted()
                .toList();
    }

    private static int blockOf(int tasks) {
        return (10_000 - tasks) / tasks;
    }

    private Dataset<Row> rows() {
        return spark.range(0, ROWS, 1, FILES)
                .select(
                        lit("photos").as("bucket"),
                        format_string("folder/%09d", col("id")).as("key"),
                        lit(null).cast("string").as("version_id"),
                        lit(true).as("is_latest"),
                        lit(false).as("is_delete_marker"),
                        col("id").as("size"),
                        timestamp_millis(lit(ReportedVersions.DATE.toEpochMilli()))
                                .as("last_modified_date"),
                        sha2(col("id").cast("string").cast("binary"), 256).as("e_tag"),
                        lit("STANDARD").as("storage_class"));
    }
}
