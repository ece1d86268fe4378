package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.LoggedRequest;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.jdk.javaapi.CollectionConverters;

/** Reports read through their stores' own clients, where fs.s3a knows no credentials at all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryOverAStoreTest {
    private static final List<Row> ROWS = StoreReports.rows(
            " sp ",
            "100%25",
            "a",
            "a/",
            "dir//x",
            "nl\nx",
            "quote\"comma,",
            "z\uFFEE",
            "z\uD83D\uDE00",
            "ü/ö &+?%.txt");

    private EmbeddedS3 server;
    private EmbeddedS3 other;
    private SparkSession spark;
    private int buckets;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        other = EmbeddedS3.builder()
                .account(EmbeddedS3.Account.of("222233334444", "other", "other", "othersecret"))
                .start();
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
        server.requests().clear();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
        other.close();
    }

    private StoreReports reports(String prefix) {
        return new StoreReports(
                server,
                server.createBucket("reports-" + ++buckets),
                Map.of("name", "minerva", "endpoint", server.endpoint().toString()),
                prefix);
    }

    @ParameterizedTest
    @EnumSource
    void aReportIsReadByItsConfigurationItsFolderAndItsManifestWhateverItsPrefix(ReportFormat format) {
        StoreReports reports = reports("odd +%20 ü:x//deep");
        reports.deliver(spark, StoreReports.MONDAY, format, ROWS);

        for (String path : List.of(
                reports.root(),
                reports.root() + "/",
                reports.root() + "/2024-05-06T22-37Z",
                reports.root() + "/2024-05-06T22-37Z/manifest.json")) {
            assertThat(reports.load(spark, path).collectAsList()).as(path).isEqualTo(ROWS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheSizeIsCheckedWhereTheMd5IsNotAskedFor(ReportFormat format) throws Exception {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, format, ROWS);
        for (ManifestFile file : reports.manifest().files()) {
            reports.rewriteManifest(file.md5Checksum(), "0".repeat(32));
        }
        reports.putChecksum();

        assertThat(spark.read()
                        .format("s3-inventory")
                        .options(reports.options())
                        .option("verify", "false")
                        .load(reports.root())
                        .collectAsList())
                .isEqualTo(ROWS);
    }

    @Test
    void storesWithCredentialsOfTheirOwnAreReadInOneApplication() {
        StoreReports mine = reports("p");
        StoreReports theirs = new StoreReports(
                other,
                other.createBucket("reports"),
                Map.of("endpoint", other.endpoint().toString(), "CREDENTIALS", "environment: STOCKTAKE_OTHER"),
                "p");
        StoreReports denied = new StoreReports(
                other, theirs.bucket(), Map.of("endpoint", other.endpoint().toString()), "p");
        mine.deliver(spark, StoreReports.MONDAY, ReportFormat.ORC, StoreReports.rows("a", "b"));
        new StoreReports(
                        other,
                        theirs.bucket(),
                        Map.of(
                                "name",
                                "theirs",
                                "endpoint",
                                other.endpoint().toString(),
                                "credentials",
                                "environment: STOCKTAKE_OTHER"),
                        "p")
                .deliver(spark, StoreReports.MONDAY, ReportFormat.CSV, StoreReports.rows("c", "d"));

        assertThat(mine.load(spark, mine.root())
                        .union(theirs.load(spark, theirs.root()))
                        .collectAsList())
                .isEqualTo(StoreReports.rows("a", "b", "c", "d"));
        assertThatThrownBy(() -> denied.load(spark, denied.root()))
                .hasMessageStartingWith("Cannot read a report at \"" + denied.root() + "\": store \"" + other.endpoint()
                        + "\": no error code")
                .hasMessageEndingWith("; it needs the permission s3:GetObject");
    }

    @Test
    void thePathNamesTheBucketByItsAlias() {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, ReportFormat.CSV, ROWS);
        Map<String, String> options = new HashMap<>(reports.options());
        options.put("buckets", "archive=" + reports.bucket().name());

        assertThat(spark.read()
                        .format("s3-inventory")
                        .options(options)
                        .load("s3a://archive/p/photos/all")
                        .collectAsList())
                .isEqualTo(ROWS);
        assertThatThrownBy(() ->
                        spark.read().format("s3-inventory").options(options).load("s3a://elsewhere/p/photos/all"))
                .hasMessage(
                        "Cannot find the bucket \"elsewhere\": none of the stores \"minerva\" claims it. Add it to the"
                                + " buckets of its store in stores.yaml.");
    }

    @Test
    void theDoubledSlashOfS3sOwnManifestsIsNotInTheKeysOfItsFiles() {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, ReportFormat.CSV, ROWS);
        reports.rewriteManifest("\"p/photos", "\"p//photos");
        reports.putChecksum();

        assertThat(reports.load(spark, reports.root()).collectAsList()).isEqualTo(ROWS);
    }

    @Test
    void aDataFrameStaysWithTheReportThatItFound() {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, ReportFormat.CSV, StoreReports.rows("a"));
        Dataset<Row> monday = reports.load(spark, reports.root());
        reports.deliver(spark, StoreReports.TUESDAY, ReportFormat.CSV, StoreReports.rows("b"));

        assertThat(monday.collectAsList()).isEqualTo(StoreReports.rows("a"));
        assertThat(reports.load(spark, reports.root()).collectAsList()).isEqualTo(StoreReports.rows("b"));
    }

    @ParameterizedTest
    @EnumSource
    void aBodyThatIsCutInTheMiddleGoesOnWhereItEnded(ReportFormat format) {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, format, ROWS);
        Map<String, Integer> cuts = Collections.synchronizedMap(new HashMap<>());
        server.requests().clear();
        server.faults()
                .truncatedBodies(request ->
                        request.operation().equals("GetObject") && cuts.merge(request.key(), 1, Integer::sum) <= 3);

        assertThat(reports.load(spark, reports.root()).collectAsList()).isEqualTo(ROWS);

        List<LoggedRequest> resumed = server.requests().all("GetObject").stream()
                .filter(request -> request.header("range").isPresent())
                .toList();
        // Two data files, the manifest and its checksum, which are each read more than once.
        assertThat(resumed.stream().map(LoggedRequest::key).distinct()).hasSize(4);
        assertThat(resumed).hasSize(12).allSatisfy(request -> {
            assertThat(request.status()).isEqualTo(206);
            assertThat(request.header("range"))
                    .hasValueSatisfying(range -> assertThat(range).matches("bytes=[1-9][0-9]*-"));
            assertThat(request.header("if-match")).isPresent();
        });
    }

    @Test
    void thePlanAndWhatTravelsToExecutorsHoldNoSecret() throws Exception {
        StoreReports reports = new StoreReports(
                other,
                other.createBucket("planned"),
                Map.of(
                        "name",
                        "minerva",
                        "endpoint",
                        other.endpoint().toString(),
                        "credentials",
                        "environment: STOCKTAKE_OTHER"),
                "p");
        reports.deliver(spark, StoreReports.MONDAY, ReportFormat.CSV, ROWS);
        Dataset<Row> read = reports.load(spark, reports.root());

        assertThat(read.queryExecution().toString())
                .contains("s3-inventory " + reports.root() + "/2024-05-06T22-37Z/manifest.json")
                .doesNotContain("othersecret");
        InventoryReadOptions options =
                InventoryReadOptions.of(new CaseInsensitiveStringMap(withPath(reports.options(), reports.root())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options.access());
        }
        assertThat(bytes.toString(ISO_8859_1))
                .contains("environment: STOCKTAKE_OTHER")
                .doesNotContain("othersecret");
    }

    private static Map<String, String> withPath(Map<String, String> options, String path) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("path", path);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void theRequestsOfTheTasksAreCounted(ReportFormat format) throws TimeoutException {
        StoreReports reports = reports("p");
        reports.deliver(spark, StoreReports.MONDAY, format, ROWS);
        Dataset<Row> read = reports.load(spark, reports.root());
        AtomicLong counted = new AtomicLong();
        SparkListener listener = new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                CollectionConverters.asJava(end.taskInfo().accumulables()).stream()
                        .filter(value -> value.name().contains(ReportMetrics.REQUESTS))
                        .forEach(
                                value -> counted.addAndGet((Long) value.update().get()));
            }
        };
        spark.sparkContext().addSparkListener(listener);
        server.requests().clear();
        List<Row> rows = new ArrayList<>(read.collectAsList());
        spark.sparkContext().listenerBus().waitUntilEmpty();
        spark.sparkContext().removeSparkListener(listener);

        assertThat(rows).isEqualTo(ROWS);
        assertThat(server.requests().counts()).isEqualTo(Map.of("HeadObject", 2L, "GetObject", 2L));
        assertThat(counted).hasValue(4);
    }
}
