package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.LoggedRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a report that is read through its store's client, and how it is said. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadableReportOfAStoreTest {
    private EmbeddedS3 server;
    private SparkSession spark;
    private int buckets;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    private StoreReports reports() {
        return new StoreReports(
                server,
                server.createBucket("damaged-" + ++buckets),
                Map.of("name", "minerva", "endpoint", server.endpoint().toString()),
                "p//q");
    }

    private StoreReports delivered(ReportFormat format) {
        StoreReports reports = reports();
        reports.deliver(spark, StoreReports.MONDAY, format, StoreReports.rows("a", "b"));
        return reports;
    }

    @Test
    void aPathWithoutAnything() {
        StoreReports reports = reports();
        assertThatThrownBy(() -> reports.load(spark, reports.root()))
                .hasMessage("Cannot read a report under \"%s\": there is nothing".formatted(reports.root()));
    }

    @Test
    void aPathWithoutReports() {
        StoreReports reports = delivered(ReportFormat.CSV);
        String bucket = "s3a://" + reports.bucket().name();
        assertThatThrownBy(() -> reports.load(spark, bucket))
                .hasMessage(
                        "Cannot read a report under \"%s/\": it has no folder of a report, such as 2016-11-06T21-32Z; the path is that of a configuration: [prefix/]source-bucket/configuration-id"
                                .formatted(bucket));
    }

    @Test
    void aBucketThatIsNotThere() {
        StoreReports reports = reports();
        assertThatThrownBy(() -> reports.load(spark, "s3a://nowhere/p"))
                .message()
                .matches(
                        "Cannot read a report at \"s3a://nowhere/p\": store \"minerva\": NoSuchBucket: The specified bucket does not exist \\(status 404, request [0-9A-F]+\\)");
    }

    @Test
    void aManifestThatIsNotThere() {
        StoreReports reports = reports();
        assertThatThrownBy(() -> reports.load(spark, reports.root() + "/manifest.json"))
                .hasMessage("Cannot read manifest \"%s/manifest.json\": it does not exist".formatted(reports.root()));
    }

    @Test
    void aReportThatIsNotComplete() {
        StoreReports reports = delivered(ReportFormat.CSV);
        reports.bucket().delete(reports.monday() + "manifest.checksum");
        assertThatThrownBy(() -> reports.load(spark, reports.root() + "/2024-05-06T22-37Z"))
                .hasMessage(
                        "Cannot read report \"%s/2024-05-06T22-37Z\": it is not complete, it has no manifest.checksum; to read it all the same, name its manifest.json"
                                .formatted(reports.root()));
        assertThatThrownBy(() -> reports.load(spark, reports.root()))
                .hasMessage(
                        "Cannot read a report under \"%s\": none is complete, with a manifest.checksum that is its manifest's: \"2024-05-06T22-37Z\""
                                .formatted(reports.root()));
    }

    @Test
    void anAlteredManifest() {
        StoreReports reports = delivered(ReportFormat.CSV);
        String was = new String(
                reports.bucket().content(reports.monday() + "manifest.checksum").orElseThrow(), UTF_8);
        reports.rewriteManifest("arn:aws:s3:::", "arn:aws:s4:::");
        String is = StoreReports.md5(
                reports.bucket().content(reports.monday() + "manifest.json").orElseThrow());
        assertThatThrownBy(() -> reports.load(spark, reports.root() + "/2024-05-06T22-37Z"))
                .hasMessage(
                        "Cannot read manifest \"%s/2024-05-06T22-37Z/manifest.json\": its MD5 is %s, its manifest.checksum says \"%s\""
                                .formatted(reports.root(), is, was));
    }

    @ParameterizedTest
    @EnumSource
    void aMissingDataFile(ReportFormat format) throws IOException {
        StoreReports reports = delivered(format);
        String key = reports.manifest().files().get(1).key();
        reports.bucket().delete(key);
        assertThatThrownBy(() -> reports.load(spark, reports.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("Cannot read report file \"s3a://%s/%s\": it does not exist"
                        .formatted(reports.bucket().name(), key));
    }

    @ParameterizedTest
    @EnumSource
    void anAlteredDataFile(ReportFormat format) throws IOException {
        StoreReports reports = delivered(format);
        ManifestFile file = reports.manifest().files().get(1);
        byte[] content = reports.bucket().content(file.key()).orElseThrow();
        // In CSV the byte of the gzip header that names the operating system: every row reads as before.
        content[9] ^= 1;
        reports.bucket().put(file.key(), content);
        assertThatThrownBy(() -> reports.load(spark, reports.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasRootCauseMessage("Cannot read report file \"s3a://%s/%s\": its MD5 is %s, its manifest says %s"
                        .formatted(reports.bucket().name(), file.key(), StoreReports.md5(content), file.md5Checksum()));
    }

    private static boolean isDataFile(LoggedRequest request) {
        return request.operation().equals("GetObject") && request.key().contains("/data/");
    }

    @Test
    void aDataFileThatIsReplacedWhileItIsRead() throws IOException {
        StoreReports reports = delivered(ReportFormat.CSV);
        String key = reports.manifest().files().get(0).key();
        server.faults().truncatedBodies(request -> request.key().equals(key) && isDataFile(request));
        server.faults()
                .beforeNth(
                        2,
                        request -> request.key().equals(key) && isDataFile(request),
                        () -> reports.bucket().put(key, "another".getBytes(UTF_8)));
        assertThatThrownBy(() -> reports.load(spark, reports.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("Cannot read report file \"s3a://%s/%s\": it was replaced while it was read"
                        .formatted(reports.bucket().name(), key));
    }

    @Test
    void aBodyThatNeverComesToItsEnd() throws IOException {
        StoreReports reports = delivered(ReportFormat.CSV);
        String key = reports.manifest().files().get(0).key();
        AtomicInteger asked = new AtomicInteger();
        server.faults().truncatedBodies(request -> {
            asked.addAndGet(request.key().equals(key) && isDataFile(request) ? 1 : 0);
            return request.key().equals(key) && isDataFile(request);
        });
        assertThatThrownBy(() -> reports.load(spark, reports.root()).collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining("Cannot read report file \"s3a://%s/%s\": "
                        .formatted(reports.bucket().name(), key));
        // Half of the rest comes each time, and of the last byte none in nine attempts.
        assertThat(asked.get()).isBetween(10, 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void aCsvFileThatBreaksOffBetweenTwoMembersOfItsGzip(String verify) throws IOException {
        StoreReports reports = delivered(ReportFormat.CSV);
        for (ManifestFile file : reports.manifest().files()) {
            byte[] member = reports.bucket().content(file.key()).orElseThrow();
            byte[] twice = Arrays.copyOf(member, 2 * member.length);
            System.arraycopy(member, 0, twice, member.length, member.length);
            reports.bucket().put(file.key(), twice);
            reports.rewriteManifest(file.md5Checksum(), StoreReports.md5(twice));
            reports.rewriteManifest("\"size\" : " + file.size() + ",", "\"size\" : " + twice.length + ",");
        }
        reports.putChecksum();
        String key = reports.manifest().files().get(0).key();
        server.faults().truncatedBodies(request -> request.key().equals(key) && isDataFile(request));
        server.faults()
                .denied(request ->
                        request.key().equals(key) && request.header("range").isPresent());

        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .options(reports.options())
                        .option("verify", verify)
                        .load(reports.root())
                        .collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining(
                        "Cannot read report file \"s3a://%s/%s\": store \"minerva\": AccessDenied: Access Denied (status 403"
                                .formatted(reports.bucket().name(), key));
    }

    @Test
    void aStoreThatIsDown() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .option("name", "archive")
                        .option("endpoint", "http://127.0.0.1:" + port)
                        .load("s3a://reports/p/photos/all"))
                .hasMessageStartingWith("Cannot read a report at \"s3a://reports/p/photos/all\": store \"archive\": ")
                .hasMessageContaining("Connection refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region|eu-central-1|/mnt/reports|Cannot read a report at \"/mnt/reports\": in the store \"aws\", which the options describe, a path is s3a://bucket/key",
                "ENDPOINT|http://localhost:9000|s3://reports/p|Cannot read a report at \"s3://reports/p\": in the store \"http://localhost:9000\", which the options describe, a path is s3a://bucket/key",
                "region|eu-central-1|s3a:///p|Cannot read a report in the store \"aws\": its path s3a://bucket/key has no bucket's name in it: it is 1 to 255 of A-Z a-z 0-9 . _ - and begins with a letter or a digit",
                "region|eu-central-1|s3a://AKIA:secret@reports/p|Cannot read a report in the store \"aws\": its path s3a://bucket/key has no bucket's name in it: it is 1 to 255 of A-Z a-z 0-9 . _ - and begins with a letter or a digit",
                "pathStyle|true|s3a://reports/p|Cannot read a store's options: \"region\" is missing, which AWS needs (only with an endpoint it has a default)",
                "credentials|AKIA/secret|s3a://reports/p|Cannot read the option \"credentials\": credentials are one of default, profile: NAME, environment: PREFIX, assumeRole: ARN, hadoop, anonymous",
            })
    void optionsThatDoNotGoTogether(String option, String value, String path, String message) {
        assertThatThrownBy(() -> spark.read()
                        .format("s3-inventory")
                        .option(option, value)
                        .load(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
