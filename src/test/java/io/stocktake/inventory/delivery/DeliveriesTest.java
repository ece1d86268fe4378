package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedS3;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveriesTest {
    private static final String FOLDER = "2026-11-21T22-29Z";
    private static final List<String> ODD_KEYS = List.of(
            " sp ",
            "100%25",
            "a",
            "a!",
            "a/",
            "a/b",
            "dir//x",
            "nl\nx",
            "quote\"comma,",
            "z\uFFEE",
            "z\uD83D\uDE00",
            "ü/ö &+?%.txt");

    private EmbeddedS3 server;
    private SparkSession spark;
    private int buckets;

    @BeforeAll
    void start() {
        Destination.signIn();
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2]")
                .appName("deliveries")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
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

    private Destination destination() {
        String name = "reports-" + ++buckets;
        return new Destination(server, server.createBucket(name));
    }

    private Dataset<Row> oneTask(List<Row> rows) {
        return spark.createDataFrame(rows, Rows.SCHEMA).coalesce(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ReportFormat.class,
            names = {"ORC", "PARQUET"})
    void aReportOfTypedColumnsIsReadBackBySparkItself(ReportFormat format, @TempDir Path directory) {
        Destination destination = destination();
        List<Row> rows = new ArrayList<>(ODD_KEYS.stream().map(Rows::row).toList());
        rows.add(0, Rows.row("", null, 0).copy());
        rows.remove(0);

        DeliveredReport report = Deliveries.deliver(oneTask(rows), destination.delivery(format));

        assertThat(report.folder()).isEqualTo("inventory/data/all/" + FOLDER + "/");
        assertThat(report.manifest()).isEqualTo("inventory/data/all/" + FOLDER + "/manifest.json");
        assertThat(report.minute()).isEqualTo(Instant.parse("2026-11-21T22:29:00Z"));
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.rows()).isEqualTo(rows.size());
        destination.requireNothingButCompleteReports();
        Path files = destination.download(FOLDER, directory);
        Dataset<Row> read = format == ReportFormat.ORC
                ? spark.read().orc(files.toString())
                : spark.read().parquet(files.toString());
        assertThat(read.collectAsList()).isEqualTo(rows);
    }
}
