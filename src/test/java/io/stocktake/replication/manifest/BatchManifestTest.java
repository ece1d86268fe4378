package io.stocktake.replication.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.inventory.Manifest;
import io.stocktake.inventory.ManifestFile;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.inventory.file.ReportRows;
import io.stocktake.listing.ObjectColumn;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.ReportBucket;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.replication.report.TaskStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Manifests where they are: in a store, read through S3A, and in files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchManifestTest {
    private static final String MANIFEST = ReportBucket.ROOT + "manifest.json";

    private EmbeddedS3 server;
    private SparkSession spark;
    private BucketLocation photos;
    private int buckets;

    @TempDir
    private Path directory;

    @BeforeAll
    void start() {
        ReportBucket.signIn();
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("manifests")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        spark.conf().set("fs.s3a.endpoint", server.endpoint().toString());
        spark.conf().set("fs.s3a.endpoint.region", EmbeddedS3.REGION);
        spark.conf().set("fs.s3a.path.style.access", "true");
        spark.conf().set("fs.s3a.access.key", server.account().accessKey());
        spark.conf().set("fs.s3a.secret.key", server.account().secretKey());
        spark.conf().set("fs.s3a.attempts.maximum", "1");
        photos = new BucketLocation(
                reports().terms(ReportScope.ALL_TASKS).bucket().store(), "photos", "photos-on-minerva");
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    private ReportBucket reports() {
        return new ReportBucket(server, server.createBucket("reports-" + ++buckets));
    }

    private Configuration configuration() {
        return spark.sessionState().newHadoopConf();
    }

    private BatchManifest open(String path) {
        return BatchManifest.open(path, configuration());
    }

    private List<ManifestEntry> entries(String path) {
        return open(path).load(spark, photos).collectAsList().stream()
                .map(ManifestEntry::of)
                .toList();
    }

    private String s3a(EmbeddedBucket bucket, String key) {
        return "s3a://" + bucket.name() + "/" + key;
    }

    private static ManifestEntry entry(String key, String versionId) {
        return new ManifestEntry("photos", key, Optional.of(versionId));
    }

    @Test
    void aCsvIsReadFromAStoreAndFromAFile() throws IOException {
        byte[] content = "photos,a+b,v1\nphotos-on-minerva,%C3%BC,\n".getBytes(UTF_8);
        EmbeddedBucket bucket = server.createBucket("manifests");
        bucket.put("odd +%20 ü/m.csv", content);
        Path file = Files.write(directory.resolve("m.csv"), content);
        List<ManifestEntry> expected =
                List.of(entry("a b", "v1"), new ManifestEntry("photos-on-minerva", "ü", Optional.empty()));

        assertThat(entries("s3a://manifests/odd +%20 ü/m.csv")).isEqualTo(expected);
        assertThat(entries(file.toString())).isEqualTo(expected);
        assertThat(entries(file.toUri().toString())).isEqualTo(expected);
        assertThat(open(file.toString()).format()).isEqualTo(ManifestFormat.CSV);
        assertThat(open(file.toString()).load(spark).schema()).isEqualTo(ManifestEntry.SCHEMA);
    }

    @Test
    void aLimitReadsNoFurther() throws IOException {
        Path file = Files.writeString(directory.resolve("m.csv"), "photos,a\nphotos,b\nphotos\n");
        assertThat(open(file.toString()).load(spark, photos).takeAsList(1).stream()
                        .map(ManifestEntry::of))
                .containsExactly(new ManifestEntry("photos", "a", Optional.empty()));
    }

    @Test
    void aBadLineFailsTheQueryWithItsNumber() throws IOException {
        Path file = Files.writeString(directory.resolve("m.csv"), "photos,a\nalbums,b\n");
        assertThatThrownBy(() -> entries(file.toString()))
                .hasStackTraceContaining("Cannot read manifest \"file:" + file
                        + "\": its line 2 names the bucket \"albums\", not \"photos\" or \"photos-on-minerva\"");
    }

    @Test
    void theFailedTasksOfACompletionReportAreTheWorkWhateverTheirKeys(@TempDir Path copy) {
        ReportBucket reports = reports();
        List<CompletedTask> tasks = new ArrayList<>();
        for (String key : ReportRows.ODD_KEYS) {
            tasks.add(ReportBucket.succeeded("done " + key));
            tasks.add(ReportBucket.failed(key));
        }
        tasks.add(new CompletedTask(
                "photos",
                "unversioned",
                Optional.empty(),
                TaskStatus.FAILED,
                Optional.of("HistoryConflict"),
                OptionalInt.empty(),
                "\"quoted\",\r\nand broken"));
        reports.deliver(ReportScope.ALL_TASKS, tasks);
        List<ManifestEntry> expected = Stream.concat(
                        ReportRows.ODD_KEYS.stream().map(key -> entry(key, "v1")),
                        Stream.of(new ManifestEntry("photos", "unversioned", Optional.empty())))
                .toList();

        assertThat(open(s3a(reports.bucket(), MANIFEST)).format()).isEqualTo(ManifestFormat.COMPLETION_REPORT);
        assertThat(entries(s3a(reports.bucket(), MANIFEST))).isEqualTo(expected);
        assertThat(entries(s3a(reports.bucket(), ReportBucket.ROOT))).isEqualTo(expected);
        assertThat(entries(reports.download(copy).toString())).isEqualTo(expected);
    }

    @Test
    void aCompletionReportWithoutFailuresIsNoWork() {
        ReportBucket reports = reports();
        reports.deliver(ReportScope.FAILED_TASKS_ONLY, List.of(ReportBucket.succeeded("a")));
        assertThat(entries(s3a(reports.bucket(), MANIFEST))).isEmpty();
        assertThat(open(s3a(reports.bucket(), MANIFEST)).load(spark).schema()).isEqualTo(ManifestEntry.SCHEMA);
    }

    @Test
    void aReportWhoseStatusStandsBeforeItsErrorCodeIsReadAsItsSchemaSays() throws IOException {
        Path results = Files.createDirectories(directory.resolve("job-1/results"));
        Path file = Files.writeString(
                results.resolve("6217b0fab0de85c408b4be96aeaca9b195a7daa5.csv"),
                "photos,a+b,,failed,404,NoSuchKey,no such key\nphotos,c,v2,failed,,,\nphotos,d,v3,succeeded,200,,\n");
        Path manifest = Files.writeString(
                directory.resolve("job-1/manifest.json"), """
                {"Format":"Report_CSV_20180820","ReportCreationDate":"2019-04-05T17:48:39.725Z","Results":[\
                {"TaskExecutionStatus":"failed","Bucket":"b","MD5Checksum":"%s","Key":"job-1/results/%s"}],\
                "ReportSchema":"Bucket, Key, VersionId, TaskStatus, HTTPStatusCode, ErrorCode, ResultMessage"}""".formatted(ReportRows.md5(file), file.getFileName()));
        assertThat(entries(manifest.toString()))
                .containsExactly(new ManifestEntry("photos", "a b", Optional.empty()), entry("c", "v2"));
    }

    @Test
    void aCompletionReportThatWasAlteredIsRefused() {
        ReportBucket reports = reports();
        reports.deliver(ReportScope.ALL_TASKS, List.of(ReportBucket.failed("a")));
        EmbeddedBucket bucket = reports.bucket();
        String key = bucket.objects().stream()
                .map(StoredVersion::key)
                .filter(name -> name.endsWith(".csv"))
                .findFirst()
                .orElseThrow();
        byte[] results = bucket.content(key).orElseThrow();

        bucket.put(key, "photos,b\n".getBytes(UTF_8));
        assertThatThrownBy(() -> entries(s3a(bucket, MANIFEST)))
                .hasStackTraceContaining("Cannot read result file \"" + s3a(bucket, key)
                        + "\": its MD5 is c0d79fdcb5f0182fb7b069a79b2cb32b, its report's manifest says ");
        bucket.delete(key);
        assertThatThrownBy(() -> entries(s3a(bucket, MANIFEST)))
                .hasStackTraceContaining("Cannot read result file \"" + s3a(bucket, key) + "\": it does not exist");
        bucket.put(key, results);
        assertThat(entries(s3a(bucket, MANIFEST))).containsExactly(entry("a", "v1"));

        bucket.put(MANIFEST + ".md5", "0123\n".getBytes(UTF_8));
        assertThatThrownBy(() -> open(s3a(bucket, MANIFEST)))
                .hasMessageStartingWith("Cannot read manifest \"" + s3a(bucket, MANIFEST) + "\": its MD5 is ")
                .hasMessageEndingWith(", its manifest.json.md5 says \"0123\"");
        bucket.delete(MANIFEST + ".md5");
        assertThat(entries(s3a(bucket, MANIFEST))).containsExactly(entry("a", "v1"));
    }

    @ParameterizedTest
    @EnumSource
    void anInventoryReportIsWorkInAnyFormat(ReportFormat format) throws IOException {
        Path manifest = inventory(
                new ReportLayout(format, ObjectColumn.all()),
                List.of(ReportRows.full("ü/ö &+?%.txt"), ReportRows.bare(" sp ")));
        BucketLocation location = new BucketLocation(photos.store(), "my-bucket", "mine");

        assertThat(open(manifest.toString()).format()).isEqualTo(ManifestFormat.INVENTORY_REPORT);
        assertThat(open(manifest.toString()).load(spark, location).collectAsList().stream()
                        .map(ManifestEntry::of))
                .containsExactly(
                        new ManifestEntry(
                                "my-bucket", "ü/ö &+?%.txt", Optional.of("3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY")),
                        new ManifestEntry("my-bucket", " sp ", Optional.empty()));
        assertThatThrownBy(() -> open(manifest.toString()).load(spark, photos))
                .hasMessage("Cannot read manifest \"" + manifest
                        + "\": it is of the bucket \"my-bucket\", not \"photos\" or \"photos-on-minerva\"");
    }

    @Test
    void anInventoryReportWithoutVersionsIsOfCurrentObjects() throws IOException {
        Path manifest = inventory(
                new ReportLayout(ReportFormat.CSV, ObjectColumn.ALWAYS),
                List.of(ReportRows.bare("a").subList(0, 2)));
        assertThat(open(manifest.toString()).load(spark).collectAsList().stream()
                        .map(ManifestEntry::of))
                .containsExactly(new ManifestEntry("my-bucket", "a", Optional.empty()));
    }

    /** A report in a folder, as {@link io.stocktake.inventory.ReportLocation} lays it out. */
    private Path inventory(ReportLayout layout, List<List<Object>> rows) throws IOException {
        Path data = directory.resolve("my-bucket/all/data/f." + layout.format().extension());
        Files.createDirectories(data.getParent());
        ReportRows.write(data, layout, rows);
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        new Manifest(
                        "my-bucket",
                        "arn:aws:s3:::dest",
                        Manifest.VERSION,
                        Instant.parse("2024-05-06T22:37:00Z"),
                        layout.format(),
                        layout.fileSchema(),
                        List.of(new ManifestFile(
                                directory.relativize(data).toString(), Files.size(data), ReportRows.md5(data))))
                .write(json);
        Path manifest = directory.resolve("my-bucket/all/2024-05-06T22-37Z/manifest.json");
        Files.createDirectories(manifest.getParent());
        return Files.write(manifest, json.toByteArray());
    }

    @Test
    void whatIsNoManifestIsRefused() throws IOException {
        Path manifest = directory.resolve("manifest.json");
        String cannot = "Cannot read manifest \"file:" + manifest + "\": ";

        Files.writeString(manifest, "\uFEFF {\"a\": 1}");
        assertThatThrownBy(() -> open(manifest.toString()))
                .hasMessage(cannot + "it is a JSON document of another kind than S3BatchOperations_CSV_20180820,"
                        + " S3InventoryReport_CSV_20161130, Report_CSV_20180820");
        Files.writeString(manifest, "{\"Format\": \"Report_CSV_2030\"}");
        assertThatThrownBy(() -> open(manifest.toString()))
                .hasMessage(cannot + "its \"Format\" is \"Report_CSV_2030\", only \"Report_CSV_20180820\" is known");
        Files.writeString(manifest, "{\"fileFormat\": \"CSV\"}");
        assertThatThrownBy(() -> open(manifest.toString())).hasMessage(cannot + "its \"version\" is missing");
        Files.writeString(manifest, "{\"Format\": ");
        assertThatThrownBy(() -> open(manifest.toString()))
                .hasMessageStartingWith(cannot + "it is not valid JSON (line 1, column 12): ");
        Files.writeString(manifest, """
                {"Format":"Report_CSV_20180820","ReportCreationDate":"2019-04-05T17:48:39.725Z","Results":[],\
                "ReportSchema":"Bucket, Key"}""");
        assertThatThrownBy(() -> open(manifest.toString()))
                .hasMessage(cannot + "its \"ReportSchema\" is \"Bucket, Key\", which has no VersionId");
    }

    @Test
    void aResultFileOutsideItsFolderIsRefused() throws IOException {
        Path manifest = directory.resolve("manifest.json");
        for (String key : List.of("results/..", "results/", "x.csv", "secrets/x.csv")) {
            Files.writeString(manifest, """
                    {"Format":"Report_CSV_20180820","ReportCreationDate":"2019-04-05T17:48:39.725Z","Results":[\
                    {"TaskExecutionStatus":"failed","Bucket":"b","MD5Checksum":"26d7d1ae0ed6f3ea25b21d5fc3abf1a6",\
                    "Key":"%s"}],"ReportSchema":"Bucket, Key, VersionId, TaskStatus"}""".formatted(key));
            assertThatThrownBy(() -> open(manifest.toString()))
                    .hasMessage("Cannot read manifest \"file:" + manifest + "\": it names the file \"" + key
                            + "\", which is not in a folder \"results\"");
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.csv");
        assertThatThrownBy(() -> open(missing.toString()))
                .hasMessage("Cannot read manifest \"" + missing + "\": it does not exist");
        assertThatThrownBy(() -> open(directory.toString()))
                .hasMessage("Cannot read manifest \"" + directory + "\": it is a folder, and has no manifest.json");
        assertThatThrownBy(() -> open("s4://bucket/m.csv"))
                .hasMessage("Cannot read manifest \"s4://bucket/m.csv\": No FileSystem for scheme \"s4\"");
        Configuration withoutS3a = new Configuration();
        withoutS3a.set("fs.s5.impl", "org.example.Missing");
        assertThatThrownBy(() -> BatchManifest.open("s5://bucket/m.csv", withoutS3a))
                .hasMessage("Cannot read manifest \"s5://bucket/m.csv\": java.lang.ClassNotFoundException: Class"
                        + " org.example.Missing not found");
        assertThatThrownBy(() -> open("")).hasMessageStartingWith("Cannot read manifest \"\": it is not a path: ");
    }
}
