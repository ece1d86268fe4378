package io.stocktake.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.inventory.file.ReportLayout;
import io.stocktake.inventory.file.ReportRows;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports where they are delivered: in a store, read through S3A. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryOverS3aTest {
    private static final Instant MONDAY = Instant.parse("2024-05-06T22:37:00Z");

    private EmbeddedS3 server;
    private SparkSession spark;

    @TempDir
    private Path directory;

    @BeforeAll
    void start() {
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        spark.conf().set("fs.s3a.endpoint", server.endpoint().toString());
        spark.conf().set("fs.s3a.endpoint.region", EmbeddedS3.REGION);
        spark.conf().set("fs.s3a.path.style.access", "true");
        spark.conf().set("fs.s3a.access.key", server.account().accessKey());
        spark.conf().set("fs.s3a.secret.key", server.account().secretKey());
        spark.conf().set("fs.s3a.attempts.maximum", "1");
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    /** Delivers into a directory, and puts what is there into a bucket under the same keys. */
    private EmbeddedBucket deliver(String bucketName, String prefix, ReportLayout layout) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(bucketName));
        LocalReport report = new LocalReport(copy, new ReportLocation(prefix, "my-bucket", "everything"));
        report.deliver(
                MONDAY,
                layout,
                List.of(List.of(ReportRows.full("a"), ReportRows.bare("b")), List.of(ReportRows.full("ü/ö &+?%.txt"))));
        EmbeddedBucket bucket = server.createBucket(bucketName);
        try (var files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bucket.put(copy.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return bucket;
    }

    private Dataset<Row> load(String path) {
        return spark.read().format("s3-inventory").load(path);
    }

    @ParameterizedTest
    @EnumSource
    void aReportIsReadByItsConfigurationItsFolderAndItsManifest(ReportFormat format) throws IOException {
        String bucket = "dest-" + format.name().toLowerCase(Locale.ROOT);
        deliver(bucket, "odd +%20 ü:x", new ReportLayout(format, ObjectColumn.all()));
        String root = "s3a://" + bucket + "/odd +%20 ü:x/my-bucket/everything";
        for (String path :
                List.of(root, root + "/", root + "/2024-05-06T22-37Z", root + "/2024-05-06T22-37Z/manifest.json")) {
            assertThat(load(path).select("key", "size", "last_modified_date").collectAsList())
                    .as(path)
                    .containsExactly(
                            RowFactory.create(
                                    "a",
                                    1_234_567_890_123L,
                                    java.sql.Timestamp.from(Instant.parse("2024-05-06T22:37:48.123Z"))),
                            RowFactory.create("b", null, null),
                            RowFactory.create(
                                    "ü/ö &+?%.txt",
                                    1_234_567_890_123L,
                                    java.sql.Timestamp.from(Instant.parse("2024-05-06T22:37:48.123Z"))));
        }
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        EmbeddedBucket bucket = deliver("holed", "p", new ReportLayout(ReportFormat.ORC, ObjectColumn.all()));
        bucket.delete("p/my-bucket/everything/data/2024-05-06T22-37Z-1.orc");
        assertThatThrownBy(() -> load("s3a://holed/p/my-bucket/everything").collectAsList())
                .isInstanceOf(SparkException.class)
                .hasStackTraceContaining(
                        "Cannot read report file \"s3a://holed/p/my-bucket/everything/data/2024-05-06T22-37Z-1.orc\": it does not exist");
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> load("s3a://nowhere/p/my-bucket/everything"))
                .hasMessageStartingWith("Cannot read a report at \"s3a://nowhere/p/my-bucket/everything\": ")
                .hasMessageContaining("The specified bucket does not exist");
    }

    @Test
    void aPathWithoutReportsIsExplained() {
        server.createBucket("bare");
        assertThatThrownBy(() -> load("s3a://bare/p"))
                .hasMessage("Cannot read a report under \"s3a://bare/p\": there is nothing");
    }
}
