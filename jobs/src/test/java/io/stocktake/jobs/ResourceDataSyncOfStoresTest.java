package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Three stores of two accounts in three Regions, synced into one bucket: what the questions of examples/sql answer there
 * through s3a is what a plain loop over the stores finds. The third store, which has that bucket, is the one that {@code
 * STOCKTAKE_S3_ENDPOINT} names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourceDataSyncOfStoresTest {
    private static final Duration LONGER_THAN_A_WEEK = Duration.ofDays(10);

    private SyncedStores stores;
    private StoresInAPlainLoop loop;
    private Instant oldReport;
    private CommandLineRun firstRun;

    @BeforeAll
    void inventoryReplicateAndSync(@TempDir Path directory) throws Exception {
        System.setProperty("spark.master", "local[4]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        stores = new SyncedStores(directory);
        try (SparkSession spark = session()) {
            // Since then it is known that there are reports to be delivered.
            stores.sync(spark, "operations", Instant.now().minus(LONGER_THAN_A_WEEK));
        }
        done(stores.run(
                "inventory", "--bucket", stores.photos(), "--bucket", stores.logs(), "--bucket", stores.documents()));
        oldReport = Instant.now().minus(LONGER_THAN_A_WEEK);
        try (SparkSession spark = session()) {
            stores.deliver(spark, stores.attic(), oldReport);
        }
        assertThat(stores.run("replication", "--report", "s3a://" + stores.reports() + "/replication"))
                .matches(run -> run.status() == 3, "some versions are not copied");
        firstRun = stores.run("resource-data-sync");
        loop = new StoresInAPlainLoop(stores.sources());
    }

    @AfterAll
    void stop() {
        stores.close();
        System.clearProperty("spark.master");
        System.clearProperty("spark.ui.enabled");
    }

    private static void done(CommandLineRun run) {
        assertThat(run).matches(it -> it.status() == 0, "is done");
    }

    private SparkSession session() {
        SparkSession.Builder builder =
                SparkSession.builder().appName("examples/sql").config("spark.sql.shuffle.partitions", "4");
        stores.hadoopSettings().forEach(setting -> builder.config(setting.name(), setting.value()));
        return builder.getOrCreate();
    }

    private List<List<Object>> answer(String question, String... tables) throws IOException {
        try (SparkSession spark = session()) {
            ExampleSql sql = new ExampleSql(spark);
            sql.makeTables(
                    List.of(tables),
                    "s3a://" + stores.synced() + "/sync",
                    "s3a://" + stores.reports() + "/replication");
            return sql.answer(question);
        }
    }

    @Test
    void theTableSaysWhatWasBroughtFromWhereToWhere() {
        assertThat(firstRun.err()).isEmpty();
        assertThat(firstRun.status()).isZero();
        assertThat(firstRun.out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading)
                                .matches("sync +type +brought +unchanged +failed +records +bytes +requests +seconds"
                                        + " +destination"),
                        buckets -> assertThat(buckets)
                                .matches("buckets +SyncToDestination +4 +0 +0 +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9.]+"
                                        + "  s3a://" + stores.synced() + "/sync/"),
                        operations -> assertThat(operations)
                                .matches(
                                        "operations +SyncFromSource +[1-9] +[0-9] +0 +[0-9,]+ +[0-9,]+ +[0-9,]+ +[0-9.]+"
                                                + "  s3a://" + stores.synced() + "/sync/"));
    }

    @Test
    void bytesByStorageClass() throws IOException {
        assertThat(answer("bytes-by-storage-class", "s3_object")).isEqualTo(loop.bytesByStorageClass());
    }

    @Test
    void theTenLargestPrefixes() throws IOException {
        assertThat(answer("largest-prefixes", "s3_object")).hasSize(10).isEqualTo(loop.largestPrefixes());
    }

    @Test
    void noncurrentBytes() throws IOException {
        assertThat(answer("noncurrent-bytes", "s3_bucket")).hasSize(2).isEqualTo(loop.noncurrentBytes());
    }

    @Test
    void unencryptedObjects() throws IOException {
        assertThat(answer("unencrypted-objects", "s3_object"))
                .hasSizeGreaterThan(20)
                .isEqualTo(loop.unencryptedObjects());
    }

    @Test
    void objectsWhoseReplicationFailed() throws IOException {
        List<List<Object>> expected = new ArrayList<>();
        try (S3Client client = stores.destination()) {
            client.listObjectVersionsPaginator(
                            request -> request.bucket(stores.documents()).prefix("notes/"))
                    .versions()
                    .forEach(version -> expected.add(
                            List.of(stores.documents(), version.key(), version.versionId(), "HistoryConflict")));
        }
        List<List<Object>> failed = answer("failed-replications", "completion_report").stream()
                .map(row ->
                        List.of(row.get(0), SdkHttpUtils.urlDecode(row.get(1).toString()), row.get(2), row.get(3)))
                .toList();
        assertThat(failed).hasSize(2).isEqualTo(expected);
    }

    @Test
    void groupsOfObjectsWhoseReplicationFailed() throws IOException {
        List<List<Object>> groups = answer("failed-object-groups", "ops_item").stream()
                .map(row -> row.subList(0, row.size() - 1))
                .toList();
        assertThat(groups)
                .isEqualTo(List.of(List.of(
                        SyncedStores.HOME,
                        "us-east-1",
                        stores.documents(),
                        stores.documents() + " → " + stores.copy(),
                        "HistoryConflict",
                        1L,
                        2L)));
    }

    @Test
    void bucketsWithoutAReportThisWeek() throws IOException {
        assertThat(answer("buckets-without-a-report", "s3_bucket", "ops_item"))
                .isEqualTo(List.of(
                        List.of(
                                SyncedStores.HOME,
                                "eu-west-3",
                                stores.attic(),
                                oldReport.truncatedTo(ChronoUnit.MINUTES).toString()),
                        Arrays.asList(SyncedStores.HOME, "eu-west-3", stores.unborn(), null)));
    }

    @Test
    void runsOfThisWeek() throws IOException {
        List<List<Object>> runs = answer("runs-of-this-week", "ops_data").stream()
                .map(row -> row.subList(0, 3))
                .toList();
        assertThat(runs)
                .isEqualTo(List.of(
                        List.of("inventory", "Succeeded", 3L),
                        List.of("replication", "Incomplete", 1L),
                        List.of("resource-data-sync", "Succeeded", 1L)));
    }

    @Test
    void everythingIsEncryptedWithTheKeyOfTheSync() {
        try (S3Client client = stores.destination()) {
            TreeSet<String> keys = new TreeSet<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(stores.synced()).prefix("sync/"))
                    .contents()) {
                HeadObjectResponse head = client.headObject(
                        request -> request.bucket(stores.synced()).key(object.key()));
                assertThat(head.serverSideEncryptionAsString() + " " + head.ssekmsKeyId())
                        .as(object.key())
                        .isEqualTo("aws:kms " + SyncedStores.KMS_KEY);
                keys.add(object.key());
            }
            assertThat(keys).anyMatch(key -> key.contains("/Custom:OpsData/"));
            keys.removeIf(key -> key.contains("/Custom:Ops"));
            TreeSet<String> expected = new TreeSet<>();
            for (SyncedStores.Source source : stores.sources()) {
                for (String type : List.of("S3Object", "S3Bucket")) {
                    expected.add("sync/Custom:" + type + "/accountid=" + source.accountId() + "/region="
                            + source.region() + "/resourcetype=S3Bucket/" + source.bucket() + ".json");
                }
            }
            assertThat(keys).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNewIsForetoldAndDue() {
        assertThat(stores.run("resource-data-sync", "--name", "buckets", "--due"))
                .isEqualTo(CommandLineRun.done("No sync is due.\n"));
        assertThat(stores.run("resource-data-sync", "--name", "buckets", "--dry-run"))
                .isEqualTo(CommandLineRun.done("""
                        sync     account  Region  bucket       destination
                        buckets  -        -       nothing new  s3a://%s/sync/
                        """.formatted(stores.synced())));
    }

    @Test
    void aStoreThatRefusesFailsItsOwnBucketsAndHealsWithTheNextRun() {
        CommandLineRun refused;
        CommandLineRun foretold;
        try (Faults.Fault denied = stores.ohio().faults().denied("ListObjectsV2")) {
            foretold = stores.run("resource-data-sync", "--name", "buckets", "--dry-run");
            refused = stores.run("resource-data-sync", "--name", "buckets");
        }
        assertThat(foretold.status()).isEqualTo(3);
        assertThat(foretold.err().replaceAll("request [0-9A-F]+", "request ID"))
                .isEqualTo(refused.err().replaceAll("request [0-9A-F]+", "request ID"));
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.out().lines().toList().get(1)).matches("buckets +SyncToDestination +0 +3 +1 +0 +0 .*");
        assertThat(refused.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("Cannot sync the bucket \"" + stores.logs() + "\" of the store \"ohio\": Cannot ")
                .contains("AccessDenied");
        assertThat(stores.run("list-resource-data-sync").out()).contains("\"LastStatus\": \"Failed\"");

        CommandLineRun healed = stores.run("resource-data-sync", "--name", "buckets");
        assertThat(healed.status()).isZero();
        assertThat(healed.out().lines().toList().get(1)).matches("buckets +SyncToDestination +0 +4 +0 +0 +0 .*");
        assertThat(stores.run("list-resource-data-sync", "--sync-type", "SyncToDestination")
                        .out())
                .contains("\"LastStatus\": \"Successful\"");
    }

    @Test
    void everyLineIsAFlatObjectOfText() {
        try (S3Client client = stores.destination()) {
            String capture = client.getObjectAsBytes(request -> request.bucket(stores.synced())
                            .key("sync/Custom:S3Object/accountid=" + SyncedStores.PARTNER
                                    + "/region=us-east-2/resourcetype=S3Bucket/" + stores.logs() + ".json"))
                    .asString(StandardCharsets.UTF_8);
            assertThat(capture.lines().toList())
                    .hasSize(150)
                    .allMatch(line -> line.matches("\\{(\"[A-Za-z]+\":\"[^\"]*\",?)+}"));
        }
    }
}
