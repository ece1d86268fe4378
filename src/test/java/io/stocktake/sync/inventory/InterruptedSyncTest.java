package io.stocktake.sync.inventory;

import static io.stocktake.sync.inventory.SyncWorld.BUCKETS;
import static io.stocktake.sync.inventory.SyncWorld.MONDAY;
import static io.stocktake.sync.inventory.SyncWorld.OBJECTS;
import static io.stocktake.sync.inventory.SyncWorld.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.sync.SyncState;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.run.RunException;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed, disturbed, or looked at while they write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedSyncTest {
    private static final Predicate<LoggedRequest> COMPLETION =
            request -> request.operation().equals("CompleteMultipartUpload")
                    && request.bucket().equals("lake");

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
    void whatAKilledRunHasLeftIsClearedByTheNext() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.lake().put("synced/resource-data-sync-runs/0123456789ab.json", """
                {"run": "0123456789ab", "claim": "resource-data-sync", "state": "RUNNING",
                 "started": "2026-11-22T04:00:00Z", "heartbeat": "PT5S", "beats": 3, "process": "elsewhere:1"}
                """.getBytes(StandardCharsets.UTF_8));
        try (DestinationBucket bucket = lake()) {
            bucket.uploads().create(OBJECTS + "photos.json", "text/plain");
            bucket.uploads().create(OBJECTS + "gone.json", "text/plain");
            bucket.uploads().create(BUCKETS + "photos.json", "text/plain");
            bucket.uploads().create("synced/something-else", "text/plain");
        }

        world.run();

        assertThat(world.keys()).containsExactly(BUCKETS + "photos.json", OBJECTS + "photos.json");
        assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "a"));
        assertThat(world.lake().openUploads()).as("somebody else's").isEqualTo(1);
    }

    @Test
    void aRunBesideAnotherIsRefused() {
        world.report("photos", "near-reports", MONDAY, "a");
        AtomicReference<Throwable> second = new AtomicReference<>();
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near()
                .faults()
                .beforeRequest(
                        request -> request.operation().equals("CreateMultipartUpload") && isFirst.getAndSet(false),
                        () -> {
                            try {
                                InventorySync.run(
                                        spark,
                                        patient(),
                                        SyncState.created(SyncWorld.NOW, List.of()),
                                        new SyncProgress());
                            } catch (RuntimeException refused) {
                                second.set(refused);
                            }
                        });

        SyncResult result = world.run();

        assertThat(second.get())
                .isInstanceOf(LiveSync.RivalSyncException.class)
                .hasMessage(
                        "Cannot run the resource data sync \"lake\" to \"s3a://lake/synced/\": another run is at work"
                                + " there. Wait until it has ended.");
        assertThat(result.failures()).isEmpty();
        assertThat(world.keys()).containsExactly(BUCKETS + "photos.json", OBJECTS + "photos.json");
    }

    /** One that does not take a run for dead that is about to renew its record. */
    private SyncRequest patient() {
        SyncRequest request = world.request();
        return new SyncRequest(
                request.sync(), request.definitions(), request.stores(), request.now(), Optional.empty());
    }

    @Test
    void aCompletionWhoseAnswerIsLostIsFoundOutByTheRunInTheMetadata() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        world.report("photos", "near-reports", TUESDAY, "b");
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near().faults().cutAfter(COMPLETION.and(request -> isFirst.getAndSet(false)));
        world.near().requests().clear();

        SyncResult result = world.run();

        assertThat(result.failures()).isEmpty();
        assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "b"));
        assertThat(world.near().requests().all("CompleteMultipartUpload")).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void aCompletionThatDidNotHappenIsNotTakenForDoneSinceTheOldCaptureHasItsSize() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        world.report("photos", "near-reports", TUESDAY, "b");
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near().faults().cutBefore(COMPLETION.and(request -> isFirst.getAndSet(false)));

        SyncResult result = world.run();

        assertThat(result.failures()).isEmpty();
        assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "b"));
        assertNothingIsLeft();
    }

    @Test
    void aTaskThatIsRunAgainWritesTheSame() {
        world.report("photos", "near-reports", MONDAY, "a", "b", "c");
        world.run();
        String whole = world.text(OBJECTS + "photos.json");
        world.report("photos", "near-reports", TUESDAY, "a", "b", "c");
        // The data file is read by a task alone, whose first attempt fails.
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near()
                .faults()
                .denied(request -> request.operation().equals("GetObject")
                        && request.key().endsWith(".csv.gz")
                        && isFirst.getAndSet(false));

        SyncResult result = world.run();

        assertThat(isFirst).isFalse();
        assertThat(result.failures()).isEmpty();
        assertThat(world.text(OBJECTS + "photos.json")).isEqualTo(whole);
        assertThat(result.rows()).isEqualTo(4);
        assertNothingIsLeft();
    }

    @Test
    void aBucketThatCannotBeWrittenLeavesNoUpload() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("logs", "near-reports", MONDAY, "x");
        world.near().faults().denied(COMPLETION.and(request -> request.key().endsWith("/photos.json")));

        SyncResult result = world.run();

        assertThat(result.failures())
                .extracting(SyncFailure::part)
                .containsExactly("bucket \"photos\" of the store \"near\"");
        assertThat(result.failures().get(0).message())
                .matches("Cannot sync the bucket \"photos\" of the store \"near\": Cannot complete the upload of"
                        + " \"synced/Custom:S3Object/.*/photos.json\" in the bucket \"lake\" of the store \"near\":"
                        + " AccessDenied: Access Denied \\(status 403, request .*\\); it needs the permission"
                        + " s3:PutObject");
        assertThat(world.keys()).containsExactly(BUCKETS + "logs.json", OBJECTS + "logs.json");
        assertNothingIsLeft();
    }

    @Test
    void aRunThatOthersTookForDeadReplacesNothingAndAbortsNothingOfTheirs() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        world.report("photos", "near-reports", TUESDAY, "b");
        AtomicBoolean isFirst = new AtomicBoolean(true);
        world.near()
                .faults()
                .beforeRequest(
                        request -> request.operation().equals("UploadPart") && isFirst.getAndSet(false),
                        this::takeOver);

        assertThatThrownBy(() -> world.run())
                .isInstanceOf(RunException.class)
                .hasMessageMatching("Cannot finish the run [0-9a-f]{12}: its record"
                        + " \"synced/resource-data-sync-runs/[0-9a-f]{12}\\.json\" was not renewed for 50 seconds, and"
                        + " another run may have cleared it as dead. Run it again, with a longer heartbeat if this"
                        + " process pauses for so long.");

        assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "a"));
        assertThat(world.lake().openUploads()).as("the other run's").isEqualTo(1);
    }

    /** Marks the run's record as one that is being cleared, and begins an upload as the run would that does so. */
    private void takeOver() {
        String record = world.keys().stream()
                .filter(key -> key.contains("resource-data-sync-runs"))
                .findFirst()
                .orElseThrow();
        world.lake()
                .put(record, world.text(record).replace("RUNNING", "CLEARING").getBytes(StandardCharsets.UTF_8));
        try (DestinationBucket bucket = lake()) {
            bucket.uploads().create(OBJECTS + "logs.json", "text/plain");
        }
    }

    private DestinationBucket lake() {
        return DestinationBucket.open(new WriteTerms(
                world.definedStores().bucket("lake"),
                Optional.empty(),
                RequestedEncryption.none(),
                Optional.empty(),
                Map.of()));
    }

    @Test
    void aRunIsKilledBeforeAnyOfItsRequestsAndTheNextIsWhole() {
        world.report("photos", "near-reports", MONDAY, "a");
        world.report("media", "far-reports", MONDAY, "b");
        int at = 1;
        boolean wasKilled = true;
        while (wasKilled) {
            AtomicBoolean isKilled = new AtomicBoolean();
            // From this request on, the destination answers nothing that the run asks: as if it were not there any
            // more.
            world.near().faults().beforeNth(at, request -> request.bucket().equals("lake"), () -> isKilled.set(true));
            world.near()
                    .faults()
                    .denied(request -> isKilled.get() && request.bucket().equals("lake"));
            try {
                InventorySync.run(
                        spark, world.request(), SyncState.created(SyncWorld.NOW, List.of()), new SyncProgress());
            } catch (RuntimeException killed) {
                assertThat(killed).hasMessageStartingWith("Cannot ");
            }
            wasKilled = isKilled.get();
            world.near().faults().clear();

            InventorySync.run(spark, world.request(), SyncState.created(SyncWorld.NOW, List.of()), new SyncProgress());

            assertThat(world.keys()).as("killed at request %d", at).hasSize(4);
            assertThat(world.lines(OBJECTS + "photos.json")).containsExactly(ReportedVersions.line("photos", "a"));
            assertNothingIsLeft();
            at++;
        }
        assertThat(at).isGreaterThan(10);
    }

    @Test
    void aReaderSeesExactlyOneCaptureWhateverIsReplaced() throws InterruptedException {
        world.report("photos", "near-reports", MONDAY, "a");
        world.run();
        Set<String> seen = new ConcurrentSkipListSet<>();
        AtomicBoolean isOver = new AtomicBoolean();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try (DestinationBucket bucket = lake()) {
                while (!isOver.get()) {
                    seen.add(bucket.read(OBJECTS + "photos.json").orElseThrow().text());
                }
            } catch (RuntimeException unread) {
                failure.set(unread);
            }
        });
        reader.start();
        Set<String> complete = new TreeSet<>();
        complete.add(world.text(OBJECTS + "photos.json"));
        for (int run = 0; run < 8; run++) {
            String[] keys = new String[500 * (run % 3) + run];
            for (int key = 0; key < keys.length; key++) {
                keys[key] = "run-" + run + "-%05d".formatted(key);
            }
            world.report("photos", "near-reports", TUESDAY.plusSeconds(60L * run), keys);
            world.run();
            StringBuilder whole = new StringBuilder();
            for (String key : keys) {
                whole.append(ReportedVersions.line("photos", key)).append('\n');
            }
            complete.add(whole.toString());
        }
        isOver.set(true);
        reader.join();

        assertThat(failure).hasValue(null);
        assertThat(seen).hasSizeGreaterThan(2);
        assertThat(complete).containsAll(seen);
    }

    private void assertNothingIsLeft() {
        assertThat(world.lake().openUploads()).isZero();
        assertThat(world.keys()).noneMatch(key -> key.contains("resource-data-sync-runs"));
    }
}
