package io.stocktake.sync.inventory;

import static io.stocktake.sync.inventory.SyncWorld.BUCKETS;
import static io.stocktake.sync.inventory.SyncWorld.MONDAY;
import static io.stocktake.sync.inventory.SyncWorld.OBJECTS;
import static io.stocktake.sync.inventory.SyncWorld.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which buckets a run brings, and what becomes of those that it cannot bring. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventorySyncTest {
    private static final String FAR_OBJECTS = OBJECTS.replace("eu-west-1", "us-west-2");
    private static final String FAR_BUCKETS = BUCKETS.replace("eu-west-1", "us-west-2");

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

    @Test
    void theHomeAccountsBucketsInAllRegionsAreBrought() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("media", "far-reports", MONDAY, "b");
        world.report("music", "foreign-reports", MONDAY, "c");
        world.configure("logs", "never-delivered", "near-reports");

        SyncResult result = world.run();

        assertThat(world.keys())
                .containsExactlyInAnyOrder(
                        OBJECTS + "photos.json",
                        BUCKETS + "photos.json",
                        FAR_OBJECTS + "media.json",
                        FAR_BUCKETS + "media.json");
        assertThat(world.lines(FAR_OBJECTS + "media.json")).containsExactly(ReportedVersions.line("media", "b"));
        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("photos", "media");
        assertThat(result.synced()).isEqualTo(result.brought());
        assertThat(result.failures()).isEmpty();
        assertThat(result.unchanged()).isZero();
    }

    @Test
    void aDestinationSharedWithAnOrganizationHasTheBucketsOfEveryAccount() {
        world.shared();
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("music", "foreign-reports", MONDAY, "c");

        SyncResult result = world.run();

        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("photos", "music");
        assertThat(
                        world.lines(
                                "synced/Custom:S3Object/accountid=222233334444/region=us-west-2/resourcetype=S3Bucket/music.json"))
                .containsExactly(ReportedVersions.line("music", "c"));
    }

    @Test
    void twoBucketsOfOneNameAccountAndRegionAreRefused() {
        world.stores("  - {name: twin, endpoint: \"" + world.far().endpoint()
                + "\", region: us-west-2, buckets: [media-too=media]}\n");
        world.report("media", "far-reports", MONDAY, "a");
        world.report("media-too", "far-reports", MONDAY, "b");
        world.report("photos", "near-reports", MONDAY, "c");

        SyncResult result = world.run();

        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("photos");
        assertThat(result.failures())
                .containsExactly(
                        new SyncFailure(
                                "bucket \"media\" of the store \"far\"",
                                "Cannot sync the bucket \"media\" of the store \"far\": there are several named \"media\""
                                        + " in the account \"111122223333\" and the Region \"us-west-2\", and their"
                                        + " captures would overwrite each other. Give their stores different Regions in"
                                        + " stores.yaml."),
                        new SyncFailure(
                                "bucket \"media-too\" of the store \"twin\"",
                                "Cannot sync the bucket \"media-too\" of the store \"twin\": there are several named"
                                        + " \"media\" in the account \"111122223333\" and the Region \"us-west-2\", and"
                                        + " their captures would overwrite each other. Give their stores different"
                                        + " Regions in stores.yaml."));
    }

    @Test
    void aBucketOfNoStoreIsAFailureOfItsOwn() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.configure("nowhere", "all", "near-reports");
        world.configure("logs", "all", "no-reports");

        SyncResult result = world.run();

        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("photos");
        String known =
                ": none of the stores \"near\", \"far\", \"foreign\" claims it. Add it to the buckets of its store"
                        + " in stores.yaml.";
        assertThat(result.failures())
                .containsExactly(
                        new SyncFailure(
                                "bucket \"logs\"",
                                "Cannot sync the bucket \"logs\": Cannot find the bucket \"no-reports\"" + known),
                        new SyncFailure(
                                "bucket \"nowhere\"",
                                "Cannot sync the bucket \"nowhere\": Cannot find the bucket \"nowhere\"" + known));
    }

    @Test
    void aReportOfTheWholeBucketComesBeforeANewerOneOfSomeKeys() {
        world.report("photos", "near-reports", MONDAY, "a", "p/b");
        world.configure(
                "photos",
                "filtered",
                "near-reports",
                ReportFormat.CSV,
                "\"IncludedObjectVersions\": \"All\", \"Filter\": {\"Prefix\": \"p/\"},");
        world.deliver(
                "photos",
                "filtered",
                "near-reports",
                ReportFormat.CSV,
                TUESDAY,
                ReportedVersions.COLUMNS,
                List.of(ReportedVersions.row("photos", "p/b", "v1", true, false, 7)));

        assertThat(world.run().brought())
                .containsExactly(synced("photos", "near-reports/inventory/photos/all/2026-11-16T21-32Z"));

        world.delete("buckets/photos/inventory/all.json");
        assertThat(world.run().brought())
                .containsExactly(synced("photos", "near-reports/inventory/photos/filtered/2026-11-17T21-32Z"));
    }

    @Test
    void aDestinationThatHasAnotherKeyGetsEveryCaptureAnew() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        String key = "arn:aws:kms:eu-west-1:111122223333:key/0f2e1d3c-4b5a-6978-8796-a5b4c3d2e1f0";
        world.withKey(key);

        assertThat(world.run().brought())
                .containsExactly(new SyncedBucket(
                        "111122223333",
                        "eu-west-1",
                        "photos",
                        "s3a://near-reports/inventory/photos/all/2026-11-16T21-32Z/manifest.json at s3a://lake/synced/"
                                + " with " + key));
        assertThat(world.run().unchanged()).isEqualTo(1);
    }

    @Test
    void aRunReadsAndRewritesWhatHasANewReportAlone() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("logs", "near-reports", MONDAY, "x");
        world.report("media", "far-reports", MONDAY, "b");
        world.run();
        String media = world.text(FAR_OBJECTS + "media.json");
        world.report("photos", "near-reports", TUESDAY, "a", "new");
        world.near().requests().clear();
        world.far().requests().clear();

        SyncResult second = world.run();

        assertThat(second.unchanged()).isEqualTo(2);
        assertThat(second.brought())
                .containsExactly(synced("photos", "near-reports/inventory/photos/all/2026-11-17T21-32Z"));
        assertThat(second.synced())
                .containsExactly(
                        synced("logs", "near-reports/inventory/logs/all/2026-11-16T21-32Z"),
                        synced("photos", "near-reports/inventory/photos/all/2026-11-17T21-32Z"),
                        new SyncedBucket(
                                "111122223333",
                                "us-west-2",
                                "media",
                                "s3a://far-reports/inventory/media/all/2026-11-16T21-32Z/manifest.json at s3a://lake/synced/"));
        assertThat(world.lines(OBJECTS + "photos.json"))
                .containsExactly(ReportedVersions.line("photos", "a"), ReportedVersions.line("photos", "new"));
        assertThat(world.text(FAR_OBJECTS + "media.json")).isEqualTo(media);
        // Of the far store nothing but the listing; of the near one what the one bucket takes.
        assertThat(world.far().requests().all())
                .extracting(LoggedRequest::operation)
                .containsExactly("ListObjectsV2");
        assertThat(world.near().requests().all())
                .filteredOn(request ->
                        request.key().contains("/logs/") || request.key().endsWith("/logs.json"))
                .isEmpty();
        assertThat(world.near().requests().all())
                .filteredOn(request -> request.key().startsWith("synced/Custom:"))
                .extracting(request -> request.operation() + " " + request.key())
                .containsExactly(
                        "CreateMultipartUpload " + OBJECTS + "photos.json",
                        "UploadPart " + OBJECTS + "photos.json",
                        "CompleteMultipartUpload " + OBJECTS + "photos.json",
                        "HeadObject " + OBJECTS + "photos.json",
                        "PutObject " + BUCKETS + "photos.json");
        // The manifest and its checksum are read by who plans a query, who counts nothing.
        assertThat(second.requests() + 2)
                .isEqualTo(
                        world.near().requests().count() + world.far().requests().count());
    }

    @Test
    void aRunWithNothingNewSaysHowManyRequestsItSent() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        world.near().requests().clear();

        SyncResult second = world.run();

        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(second.brought()).isEmpty();
        assertThat(second.rows()).isZero();
        assertThat(second.bytes()).isZero();
        assertThat(second.requests()).isEqualTo(world.near().requests().count());
        assertThat(world.near().requests().all())
                .filteredOn(request -> request.bucket().equals("near-reports"))
                .extracting(LoggedRequest::operation)
                .containsExactly("ListObjectsV2");
    }

    @Test
    void whatLeavesTheDefinitionsStaysSynced() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("logs", "near-reports", MONDAY, "x");
        world.run();
        world.delete("buckets/logs/inventory/all.json");

        SyncResult second = world.run();

        assertThat(second.unchanged()).isEqualTo(1);
        assertThat(second.synced()).extracting(SyncedBucket::bucket).containsExactly("logs", "photos");
        assertThat(world.lines(OBJECTS + "logs.json")).containsExactly(ReportedVersions.line("logs", "x"));
    }

    @Test
    void aStoreThatDoesNotAnswerIsAskedOnceAndFailsItsOwnBucketsAlone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicInteger connections = new AtomicInteger();
            hangUp(silent, connections);
            world.stores("  - {name: silent, endpoint: \"http://127.0.0.1:" + silent.getLocalPort()
                    + "\", region: eu-central-1, buckets: [silent-reports, one, two]}\n");
            world.report("photos", "near-reports", MONDAY, "a");
            world.configure("one", "all", "silent-reports");
            world.configure("two", "all", "silent-reports");
            world.configure("logs", "all", "silent-reports");
            SyncProgress progress = new SyncProgress();

            SyncResult result = world.run(progress);

            assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("photos");
            assertThat(result.failures())
                    .extracting(SyncFailure::part)
                    .containsExactly(
                            "bucket \"one\" of the store \"silent\"",
                            "bucket \"two\" of the store \"silent\"",
                            "bucket \"logs\" of the store \"near\"");
            assertThat(result.failures())
                    .allSatisfy(failure -> assertThat(failure.message())
                            .startsWith("Cannot sync the " + failure.part()
                                    + ": the store \"silent\", where its reports are, does not answer: "));
            // As often as one request is repeated.
            assertThat(connections).hasValue(10);
            assertThat(progress.reached()).isEqualTo(1);
        }
    }

    @Test
    void aBucketWhoseReportCannotBeReadKeepsItsCapture() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("logs", "near-reports", MONDAY, "x");
        world.run();
        world.report("photos", "near-reports", TUESDAY, "new");
        world.report("logs", "near-reports", TUESDAY, "x", "y");
        String manifest = "inventory/photos/all/2026-11-17T21-32Z/manifest.json";
        String dataFile = new String(
                        world.near().bucket("near-reports").content(manifest).orElseThrow(), StandardCharsets.UTF_8)
                .replaceAll("(?s).*\"key\" : \"([^\"]*)\".*", "$1");
        world.near().bucket("near-reports").delete(dataFile);
        SyncProgress progress = new SyncProgress();

        SyncResult result = world.run(progress);

        assertThat(result.failures())
                .containsExactly(new SyncFailure(
                        "bucket \"photos\" of the store \"near\"",
                        "Cannot sync the bucket \"photos\" of the store \"near\": Cannot read report file"
                                + " \"s3a://near-reports/" + dataFile + "\": it does not exist"));
        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("logs");
        assertThat(result.synced())
                .containsExactly(
                        synced("logs", "near-reports/inventory/logs/all/2026-11-17T21-32Z"),
                        synced("photos", "near-reports/inventory/photos/all/2026-11-16T21-32Z"));
        assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "a"));
        assertThat(world.lake().openUploads()).isZero();
        assertThat(world.keys()).hasSize(4);
        assertThat(progress.done()).isEqualTo(2);
    }

    @Test
    void aDestinationThatRefusesStopsTheRun() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.near()
                .faults()
                .denied(request ->
                        request.bucket().equals("lake") && request.operation().equals("PutObject"));

        assertThatThrownBy(() -> world.run())
                .isInstanceOf(StoreException.class)
                .hasMessageMatching("Cannot write \"synced/resource-data-sync-runs/[0-9a-f]{12}\\.json\" in the bucket"
                        + " \"lake\" of the store \"near\": AccessDenied: Access Denied \\(status 403, request .*\\);"
                        + " it needs the permission s3:PutObject");
    }

    private static SyncedBucket synced(String bucket, String report) {
        return new SyncedBucket(
                "111122223333", "eu-west-1", bucket, "s3a://" + report + "/manifest.json at s3a://lake/synced/");
    }

    /** Takes connections and ends them without a word. */
    private static void hangUp(ServerSocket server, AtomicInteger connections) {
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    server.accept().close();
                    connections.incrementAndGet();
                } catch (IOException ended) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(ended);
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
