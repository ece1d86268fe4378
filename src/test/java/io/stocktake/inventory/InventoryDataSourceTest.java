package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.inventory.file.ReportRows;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InventoryDataSourceTest {
    private static final Instant MONDAY = Instant.parse("2024-05-06T22:37:00Z");
    private static final Instant TUESDAY = Instant.parse("2024-05-07T22:37:00Z");
    private static final ReportLayout KEYS = new ReportLayout(ReportFormat.CSV, ObjectColumn.ALWAYS);

    private static SparkSession spark;

    @TempDir
    private Path bucket;

    private LocalReport report;

    @BeforeAll
    static void startSpark() {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "Asia/Kolkata")
                .getOrCreate();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void name() {
        report = LocalReport.in(bucket);
    }

    private static Dataset<Row> load(String path) {
        return spark.read().format("s3-inventory").load(path);
    }

    private static List<String> keys(Dataset<Row> rows) {
        return rows.select("key").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static List<List<Object>> withKeys(String... keys) {
        return Arrays.stream(keys)
                .map(key -> List.<Object>of(ReportRows.text("my-bucket"), ReportRows.text(key)))
                .toList();
    }

    private static Row full(String key) {
        return RowFactory.create(
                "my-bucket",
                key,
                "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY",
                true,
                false,
                1_234_567_890_123L,
                java.sql.Timestamp.from(Instant.parse("2024-05-06T22:37:48.123Z")),
                "d41d8cd98f00b204e9800998ecf8427e-12",
                "INTELLIGENT_TIERING",
                true,
                "COMPLETED",
                "SSE-KMS",
                java.sql.Timestamp.from(Instant.parse("2030-01-01T00:00:00Z")),
                "GOVERNANCE",
                "ON",
                "ARCHIVE",
                "ENABLED",
                "CRC64NVME",
                "eyJ2ZXJzaW9uIjoiMjAyMi0xMS0xMCJ9",
                "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
                java.sql.Timestamp.from(Instant.parse("2025-01-01T00:00:00Z")));
    }

    private static Row bare(String key) {
        Object[] values = new Object[ObjectColumn.all().size()];
        values[0] = "my-bucket";
        values[1] = key;
        return RowFactory.create(values);
    }

    @ParameterizedTest
    @EnumSource
    void everyColumnOfEveryFormatIsReadFromTheConfigurationsFolder(ReportFormat format) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        List<Row> expected = new ArrayList<>();
        for (String key : ReportRows.ODD_KEYS) {
            rows.add(ReportRows.full(key));
            rows.add(ReportRows.bare(key));
            expected.add(full(key));
            expected.add(bare(key));
        }
        report.deliver(MONDAY, new ReportLayout(format, ObjectColumn.all()), List.of(rows));
        Dataset<Row> read = load(report.root());
        assertThat(read.schema()).isEqualTo(ObjectColumn.schema(ObjectColumn.all()));
        assertThat(read.collectAsList()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"ORC", "PARQUET"})
    void sparksOwnReadersFindTheSameInTheFiles(ReportFormat format) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        for (String key : ReportRows.ODD_KEYS) {
            rows.add(ReportRows.full(key));
            rows.add(ReportRows.bare(key));
        }
        report.deliver(MONDAY, new ReportLayout(format, ObjectColumn.all()), List.of(rows));
        Dataset<Row> own = spark.read()
                .format(format.awsName().toLowerCase(java.util.Locale.ROOT))
                .load(bucket.resolve(report.location().data()).toString());
        assertThat(own.schema().simpleString())
                .isEqualTo(ObjectColumn.schema(ObjectColumn.all()).simpleString());
        // Spark takes ORC's plain timestamps for times of the JVM's zone.
        String[] columns = ObjectColumn.all().stream()
                .filter(column -> format != ReportFormat.ORC || !column.type().equals(DataTypes.TimestampType))
                .map(ObjectColumn::columnName)
                .toArray(String[]::new);
        assertThat(own.selectExpr(columns).collectAsList())
                .isEqualTo(load(report.root()).selectExpr(columns).collectAsList());
    }

    @Test
    void sparksOwnReaderFindsTheSameInCsvFilesButForTheEncodingOfKeys() throws IOException {
        List<List<Object>> rows = List.of(ReportRows.full("plain/key"), ReportRows.bare("a b"));
        report.deliver(MONDAY, new ReportLayout(ReportFormat.CSV, ObjectColumn.all()), List.of(rows));
        assertThat(spark.read()
                        .option("escape", "\"")
                        .option("multiLine", "true")
                        .csv(bucket.resolve(report.location().data()).toString())
                        .select("_c0", "_c1", "_c4", "_c5", "_c6", "_c20")
                        .collectAsList())
                .containsExactly(
                        RowFactory.create(
                                "my-bucket",
                                "plain/key",
                                "false",
                                "1234567890123",
                                "2024-05-06T22:37:48.123Z",
                                "2025-01-01T00:00:00.000Z"),
                        RowFactory.create("my-bucket", "a+b", null, null, null, null));
    }

    @Test
    void theNewestReportIsRead() throws IOException {
        report.deliver(TUESDAY, KEYS, List.of(withKeys("tuesday")));
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        assertThat(keys(load(report.root()))).containsExactly("tuesday");
        assertThat(keys(load(report.root() + "/"))).containsExactly("tuesday");
    }

    @Test
    void aReportThatIsNotCompleteIsPassedOver() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        report.deliverWithoutChecksum(TUESDAY, KEYS, List.of(withKeys("tuesday")));
        Files.createDirectories(Path.of(report.folder(Instant.parse("2024-05-08T22:37:00Z"))));
        assertThat(keys(load(report.root()))).containsExactly("monday");
    }

    @Test
    void aReportWhoseManifestWasAlteredIsPassedOver() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        Path manifest = report.deliver(TUESDAY, KEYS, List.of(withKeys("tuesday")));
        Files.writeString(manifest, Files.readString(manifest) + " ");
        assertThat(keys(load(report.root()))).containsExactly("monday");
    }

    @Test
    void aReportIsReadByItsFolderAndByItsManifest() throws IOException {
        Path manifest = report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        report.deliver(TUESDAY, KEYS, List.of(withKeys("tuesday")));
        assertThat(keys(load(report.folder(MONDAY)))).containsExactly("monday");
        assertThat(keys(load(manifest.toString()))).containsExactly("monday");
    }

    @Test
    void aBareManifestIsRead() throws IOException {
        Path manifest = report.deliverWithoutChecksum(MONDAY, KEYS, List.of(withKeys("monday")));
        assertThat(keys(load(manifest.toString()))).containsExactly("monday");
    }

    @Test
    void aDataFrameStaysWithItsReport() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        Dataset<Row> rows = load(report.root());
        report.deliver(TUESDAY, KEYS, List.of(withKeys("tuesday")));
        assertThat(keys(rows)).containsExactly("monday");
        assertThat(keys(load(report.root()))).containsExactly("tuesday");
    }

    @Test
    void manyFilesAreReadInOrder() throws IOException {
        List<List<List<Object>>> files = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 25; file++) {
            String first = "key-%03d-a".formatted(file);
            String second = "key-%03d-b".formatted(file);
            files.add(file % 5 == 0 ? List.of() : withKeys(first, second));
            if (file % 5 != 0) {
                expected.add(first);
                expected.add(second);
            }
        }
        report.deliver(MONDAY, KEYS, files);
        assertThat(keys(load(report.root()))).isEqualTo(expected);
        assertThat(load(report.root()).count()).isEqualTo(40);
        assertThat(load(report.root()).javaRDD().getNumPartitions()).isBetween(2, 24);
    }

    @Test
    void aReportOfAnEmptyBucketHasColumnsAndNoRows() throws IOException {
        report.deliver(MONDAY, KEYS, List.of());
        assertThat(load(report.root()).schema()).isEqualTo(ObjectColumn.schema(ObjectColumn.ALWAYS));
        assertThat(load(report.root()).collectAsList()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheColumnsThatAQueryNeedsAreRead(ReportFormat format) throws IOException {
        report.deliver(
                MONDAY,
                new ReportLayout(format, ObjectColumn.all()),
                List.of(List.of(ReportRows.full("a"), ReportRows.bare("b"))));
        Dataset<Row> query = load(report.root()).where("size > 0").select("key");
        assertThat(query.collectAsList()).containsExactly(RowFactory.create("a"));
        assertThat(query.queryExecution().executedPlan().toString())
                .contains("[key#", "size#")
                .doesNotContain("storage_class#");
        assertThat(load(report.root()).count()).isEqualTo(2);
    }

    @Test
    void aCsvReportOfS3WithColumnsThatAreNotKnownIsRead() throws IOException {
        Path file = report.create(report.location().dataFile("0a1b", ReportFormat.CSV));
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
            gzip.write("""
                    "my-bucket","a+b%2B%C3%BC","v1","true","false","12","2024-05-06T22:37:48.000Z","30","DAYS"
                    "my-bucket","c","","false","true","","2024-05-06T22:37:48.000Z","",""
                    """.getBytes(UTF_8));
        }
        report.manifest(
                MONDAY,
                ReportFormat.CSV,
                "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ObjectLockEventHoldDuration, ObjectLockEventHoldDurationUnit",
                List.of(file));
        report.checksum(MONDAY);
        java.sql.Timestamp time = java.sql.Timestamp.from(Instant.parse("2024-05-06T22:37:48Z"));
        Dataset<Row> read = load(report.root());
        assertThat(read.schema().simpleString())
                .isEqualTo(
                        "struct<bucket:string,key:string,version_id:string,is_latest:boolean,is_delete_marker:boolean,"
                                + "size:bigint,last_modified_date:timestamp,object_lock_event_hold_duration:string,"
                                + "object_lock_event_hold_duration_unit:string>");
        assertThat(read.collectAsList())
                .containsExactly(
                        RowFactory.create("my-bucket", "a b+ü", "v1", true, false, 12L, time, "30", "DAYS"),
                        RowFactory.create("my-bucket", "c", null, false, true, null, time, null, null));
    }

    @Test
    void aParquetReportInTheSpellingOfTheDocumentationIsRead() throws IOException {
        ReportLayout layout = new ReportLayout(
                ReportFormat.PARQUET, List.of(ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.LAST_MODIFIED_DATE));
        Path file = report.create(report.location().dataFile("0a1b", ReportFormat.PARQUET));
        ReportRows.write(
                file,
                layout,
                List.of(List.of(ReportRows.text("my-bucket"), ReportRows.text("k"), 1_715_035_068_123_000L)));
        report.manifest(
                MONDAY,
                ReportFormat.PARQUET,
                "message s3.inventory { required binary bucket (UTF8); required binary key (UTF8); optional int64 last_modified_date (TIMESTAMP_MILLIS);}",
                List.of(file));
        report.checksum(MONDAY);
        assertThat(load(report.root()).collectAsList())
                .containsExactly(RowFactory.create(
                        "my-bucket", "k", java.sql.Timestamp.from(Instant.parse("2024-05-06T22:37:48.123Z"))));
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(bucket.resolve(report.location().data()))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void anAlteredFileFailsTheQueryByName() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        Path file = onlyFile();
        String was = ReportRows.md5(file);
        byte[] bytes = Files.readAllBytes(file);
        // The byte of the gzip header that names the operating system: every row reads as before.
        bytes[9] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> load(report.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasRootCauseMessage("Cannot read report file \"file:%s\": its MD5 is %s, its manifest says %s"
                        .formatted(file, ReportRows.md5(file), was));
        assertThat(keys(spark.read()
                        .format("s3-inventory")
                        .option("verify", "false")
                        .load(report.root())))
                .containsExactly("monday");
    }

    @Test
    void aMissingFileFailsTheQueryByName() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        Path file = onlyFile();
        Files.delete(file);
        assertThatThrownBy(() -> load(report.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("Cannot read report file \"file:%s\": it does not exist".formatted(file));
    }

    @Test
    void aFolderWithoutReportsIsExplained() throws IOException {
        Files.createDirectories(bucket.resolve("data"));
        assertThatThrownBy(() -> load(bucket.toString()))
                .hasMessage(
                        "Cannot read a report under \"file:%s\": it has no folder of a report, such as"
                                        .formatted(bucket)
                                + " 2016-11-06T21-32Z; the path is that of a configuration: [prefix/]source-bucket/configuration-id");
    }

    @Test
    void aPathThatIsNotThereIsExplained() {
        assertThatThrownBy(() -> load(bucket.resolve("nowhere").toString()))
                .hasMessage("Cannot read a report under \"file:%s/nowhere\": there is nothing".formatted(bucket));
    }

    @Test
    void reportsOfWhichNoneIsCompleteAreNamed() throws IOException {
        for (int day = 1; day <= 4; day++) {
            report.deliverWithoutChecksum(MONDAY.plusSeconds(day * 86_400L), KEYS, List.of());
        }
        assertThatThrownBy(() -> load(report.root()))
                .hasMessage(
                        "Cannot read a report under \"file:%s\": none is complete, with a manifest.checksum that is its"
                                        .formatted(report.root())
                                + " manifest's: \"2024-05-10T22-37Z\", \"2024-05-09T22-37Z\", \"2024-05-08T22-37Z\", …");
    }

    @Test
    void theFolderOfAReportThatIsNotCompleteIsExplained() throws IOException {
        report.deliverWithoutChecksum(MONDAY, KEYS, List.of());
        assertThatThrownBy(() -> load(report.folder(MONDAY)))
                .hasMessage(
                        "Cannot read report \"file:%s\": it is not complete, it has no manifest.checksum; to read it all"
                                        .formatted(report.folder(MONDAY))
                                + " the same, name its manifest.json");
    }

    @Test
    void anAlteredManifestIsExplained() throws IOException {
        Path manifest = report.deliver(MONDAY, KEYS, List.of());
        String was = ReportRows.md5(manifest);
        Files.writeString(manifest, Files.readString(manifest).replace("arn:aws:s3:::dest", "arn:aws:s3:::tset"));
        String message = "Cannot read manifest \"file:%s\": its MD5 is %s, its manifest.checksum says \"%s\""
                .formatted(manifest, ReportRows.md5(manifest), was);
        assertThatThrownBy(() -> load(manifest.toString())).hasMessage(message);
        assertThatThrownBy(() -> load(report.folder(MONDAY))).hasMessage(message);
        Files.writeString(manifest, "{");
        assertThatThrownBy(() -> load(manifest.toString()))
                .hasMessage("Cannot read manifest \"file:%s\": its MD5 is %s, its manifest.checksum says \"%s\""
                        .formatted(manifest, ReportRows.md5(manifest), was));
    }

    @Test
    void aMissingManifestIsExplained() {
        assertThatThrownBy(() -> load(bucket.resolve("manifest.json").toString()))
                .hasMessage("Cannot read manifest \"file:%s/manifest.json\": it does not exist".formatted(bucket));
    }

    @Test
    void aManifestWithABadSchemaIsExplained() throws IOException {
        Path manifest = report.manifest(MONDAY, ReportFormat.ORC, "Bucket, Key", List.of());
        assertThatThrownBy(() -> load(manifest.toString()))
                .hasMessage(
                        "Cannot read manifest \"file:%s\": its \"fileSchema\" is not a schema of ORC files: \"Bucket, Key\""
                                .formatted(manifest));
    }

    @Test
    void aManifestWhoseFilesLeadElsewhereIsExplained() throws IOException {
        Path manifest = report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        Files.writeString(manifest, Files.readString(manifest).replace("/data/", "/../../"));
        Files.delete(bucket.resolve(report.location().checksum(MONDAY)));
        assertThatThrownBy(() -> load(manifest.toString()))
                .hasMessage(
                        "Cannot read manifest \"file:%s\": it names the file \"reports/my-bucket/everything/../../%s\","
                                        .formatted(manifest, onlyFile().getFileName())
                                + " which is not the path of a file");
    }

    @Test
    void aReadWithoutAPathIsExplained() {
        assertThatThrownBy(() -> spark.read().format("s3-inventory").load())
                .hasMessage(
                        "Cannot read a report: there is no path; say load(\"s3a://bucket/prefix/source-bucket/configuration-id\")");
    }

    @Test
    void aReadOfSeveralPathsIsExplained() {
        assertThatThrownBy(() -> spark.read().format("s3-inventory").load("a", "b"))
                .hasMessage("Cannot read a report: load() takes one path; read reports one by one and union them");
    }

    @Test
    void aBadOptionIsExplained() {
        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .option("verify", "maybe")
                        .load(bucket.toString()))
                .hasMessage("Cannot read a report: the option \"verify\" is \"maybe\", neither true nor false");
    }

    @Test
    void aSchemaOfOnesOwnPicksColumns() throws IOException {
        report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        StructType schema = new StructType().add("key", DataTypes.StringType);
        assertThat(spark.read()
                        .format("s3-inventory")
                        .schema(schema)
                        .load(report.root())
                        .collectAsList())
                .containsExactly(RowFactory.create("monday"));
    }

    @Test
    void aSchemaOfOnesOwnMustBeTheReports() throws IOException {
        Path manifest = report.deliver(MONDAY, KEYS, List.of(withKeys("monday")));
        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .schema("key STRING, size BIGINT")
                        .load(report.root())
                        .collectAsList())
                .hasMessage("Cannot read report \"file:%s\": it has no column \"size\", only bucket, key"
                        .formatted(manifest));
        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .schema("key BIGINT")
                        .load(report.root())
                        .collectAsList())
                .hasMessage(
                        "Cannot read report \"file:%s\": its column \"key\" is STRING, not BIGINT".formatted(manifest));
    }
}
