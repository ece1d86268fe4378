package io.stocktake.sync.operations;

import static io.stocktake.sync.operations.OperationsWorld.ARCHIVE;
import static io.stocktake.sync.operations.OperationsWorld.EVERYTHING;
import static io.stocktake.sync.operations.OperationsWorld.FOREIGN;
import static io.stocktake.sync.operations.OperationsWorld.HOME;
import static io.stocktake.sync.operations.OperationsWorld.PHOTOS;
import static io.stocktake.sync.operations.OperationsWorld.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.run.CompletedRun;
import io.stocktake.run.Job;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunId;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import io.stocktake.s3.StoreException;
import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsSyncTest {
    private static final Instant START = Instant.parse("2026-11-22T04:41:50.123Z");
    private static final CompletedRun GOOD = new CompletedRun(
            new RunId("00000000000a"),
            PHOTOS,
            START,
            START.plusSeconds(75),
            RunOutcome.SUCCEEDED,
            "Delivered a report of 2,500 objects.",
            new RunCounts(2_500, 81_234, 17, 1, Map.of()),
            Optional.of("s3a://reports/photos/everything/2026-11-22T04-41Z/manifest.json"));
    private static final CompletedRun PARTLY = new CompletedRun(
            new RunId("00000000000b"),
            new RunSubject(
                    Job.REPLICATION,
                    "photos → photos-copy",
                    HOME,
                    "eu-west-1",
                    "photos",
                    Optional.empty(),
                    Optional.empty()),
            START.plusSeconds(100),
            START.plusSeconds(160),
            RunOutcome.INCOMPLETE,
            "4 tasks failed.",
            new RunCounts(96, 1_024, 210, 0, Map.of("HistoryConflict", 1L, "AccessDenied", 3L)),
            Optional.empty());
    private static final CompletedRun FAILED = new CompletedRun(
            new RunId("00000000000c"),
            PHOTOS,
            START.plusSeconds(86_400),
            START.plusSeconds(86_401),
            RunOutcome.FAILED,
            "Cannot list \"photos\".",
            RunCounts.NONE,
            Optional.empty());

    private static final String ENDING =
            "\"resourceId\":\"photos\",\"captureTime\":\"2026-11-23T12:00:00Z\",\"schemaVersion\":\"1.0\"}";

    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private OperationsWorld world;
    private int number;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void open() throws IOException {
        world = new OperationsWorld(server, Files.createDirectories(directory.resolve("a" + ++number)));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    // What is brought

    @Test
    void aGoodAPartlyFailedAndAFailedRunArrive() throws IOException {
        world.record(GOOD, PARTLY, FAILED);

        SyncResult result = world.sync("2026-11-23T12:00:00.999Z");

        assertThat(world.lines("Custom:OpsData", PHOTOS))
                .containsExactly(
                        "{\"RunId\":\"00000000000a\",\"Job\":\"inventory\",\"Definition\":\"photos/everything\","
                                + "\"Bucket\":\"photos\","
                                + "\"OrganizationalUnit\":\"ou-aaaa-11111111\",\"Schedule\":\"Daily\","
                                + "\"StartTime\":\"2026-11-22T04:41:50.123Z\",\"EndTime\":\"2026-11-22T04:43:05.123Z\","
                                + "\"Outcome\":\"Succeeded\",\"Objects\":\"2500\",\"Bytes\":\"81234\",\"Requests\":\"17\","
                                + "\"Retries\":\"1\",\"FailedObjects\":\"0\","
                                + "\"Message\":\"Delivered a report of 2,500 objects.\","
                                + "\"Report\":\"s3a://reports/photos/everything/2026-11-22T04-41Z/manifest.json\","
                                + ENDING,
                        "{\"RunId\":\"00000000000c\",\"Job\":\"inventory\",\"Definition\":\"photos/everything\","
                                + "\"Bucket\":\"photos\","
                                + "\"OrganizationalUnit\":\"ou-aaaa-11111111\",\"Schedule\":\"Daily\","
                                + "\"StartTime\":\"2026-11-23T04:41:50.123Z\",\"EndTime\":\"2026-11-23T04:41:51.123Z\","
                                + "\"Outcome\":\"Failed\",\"Objects\":\"0\",\"Bytes\":\"0\",\"Requests\":\"0\","
                                + "\"Retries\":\"0\",\"FailedObjects\":\"0\",\"Message\":\"Cannot list \\\"photos\\\".\","
                                + ENDING,
                        "{\"RunId\":\"00000000000b\",\"Job\":\"replication\",\"Definition\":\"photos → photos-copy\","
                                + "\"Bucket\":\"photos\","
                                + "\"StartTime\":\"2026-11-22T04:43:30.123Z\",\"EndTime\":\"2026-11-22T04:44:30.123Z\","
                                + "\"Outcome\":\"Incomplete\",\"Objects\":\"96\",\"Bytes\":\"1024\",\"Requests\":\"210\","
                                + "\"Retries\":\"0\",\"FailedObjects\":\"4\","
                                + "\"FailedObjectsByErrorCode\":\"AccessDenied=3,HistoryConflict=1\","
                                + "\"Message\":\"4 tasks failed.\","
                                + ENDING);
        assertThat(world.lines("Custom:OpsItem", PHOTOS))
                .containsExactly(
                        "{\"OpsItemId\":\"oi-1acc02632d19\",\"Title\":\"Failed run of inventory photos/everything\","
                                + "\"Category\":\"FailedRun\",\"Status\":\"Open\",\"Severity\":\"2\",\"Job\":\"inventory\","
                                + "\"Definition\":\"photos/everything\",\"RunId\":\"00000000000c\","
                                + "\"Message\":\"Cannot list \\\"photos\\\".\","
                                + "\"CreatedTime\":\"2026-11-23T04:41:51.123Z\","
                                + ENDING,
                        "{\"OpsItemId\":\"oi-9d9a34c3d262\","
                                + "\"Title\":\"3 failed objects of replication photos → photos-copy: AccessDenied\","
                                + "\"Category\":\"FailedObjects\",\"Status\":\"Open\",\"Severity\":\"3\","
                                + "\"Job\":\"replication\",\"Definition\":\"photos → photos-copy\","
                                + "\"RunId\":\"00000000000b\",\"ErrorCode\":\"AccessDenied\",\"Objects\":\"3\","
                                + "\"Message\":\"4 tasks failed.\",\"CreatedTime\":\"2026-11-22T04:44:30.123Z\","
                                + ENDING,
                        "{\"OpsItemId\":\"oi-302b95f43550\","
                                + "\"Title\":\"1 failed object of replication photos → photos-copy: HistoryConflict\","
                                + "\"Category\":\"FailedObjects\",\"Status\":\"Open\",\"Severity\":\"3\","
                                + "\"Job\":\"replication\",\"Definition\":\"photos → photos-copy\","
                                + "\"RunId\":\"00000000000b\",\"ErrorCode\":\"HistoryConflict\",\"Objects\":\"1\","
                                + "\"Message\":\"4 tasks failed.\",\"CreatedTime\":\"2026-11-22T04:44:30.123Z\","
                                + ENDING);
        assertThat(result.failures()).isEmpty();
        assertThat(result.rows()).isEqualTo(6);
        assertThat(result.bytes())
                .isEqualTo(world.lake().objects().stream()
                        .mapToLong(object -> object.size())
                        .sum());
        assertThat(result.brought())
                .extracting(SyncedBucket::report)
                .singleElement()
                .asString()
                .matches("[0-9a-f]{12} [0-9a-f]{12}: 3 runs to 2026-11-23T04:41:50\\.123Z, 0 overdue");
        assertThat(world.progress().reached()).isEqualTo(1);
        assertThat(world.progress().done()).isEqualTo(1);
        assertThat(world.progress().rows()).isEqualTo(6);
    }

    @Test
    void aLaterSuccessResolvesWhatFailed() throws IOException {
        world.record(
                run(PHOTOS, "000000000001", "2026-11-20T00:00:00Z", RunOutcome.SUCCEEDED),
                run(PHOTOS, "000000000002", "2026-11-21T00:00:00Z", RunOutcome.FAILED),
                run(PHOTOS, "000000000003", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED),
                run(PHOTOS, "000000000004", "2026-11-23T00:00:00Z", RunOutcome.FAILED),
                run(PHOTOS, "000000000005", "2026-11-23T01:00:00Z", RunOutcome.INCOMPLETE));
        world.sync("2026-11-23T12:00:00Z");
        assertThat(statuses()).containsExactly("Resolved 000000000002", "Open 000000000004", "Open 000000000005");

        world.record(run(PHOTOS, "000000000006", "2026-11-23T02:00:00Z", RunOutcome.SUCCEEDED));
        world.sync("2026-11-23T13:00:00Z");
        assertThat(statuses())
                .containsExactly("Resolved 000000000002", "Resolved 000000000004", "Resolved 000000000005");
        assertThat(world.lines("Custom:OpsItem", PHOTOS))
                .filteredOn(line -> line.contains("000000000005"))
                .singleElement()
                .asString()
                .contains("\"Title\":\"Incomplete run of inventory photos/everything\",\"Category\":\"FailedRun\",");
    }

    @Test
    void withoutADestinationTheyStandBesideTheRecords() throws IOException {
        world.define(EVERYTHING, "").record(GOOD);

        world.sync("2026-11-23T12:00:00Z");

        assertThat(world.operations().objects().stream()
                        .map(object -> object.key())
                        .filter(key -> !key.contains("/run-records/")))
                .containsExactly(
                        "stocktake/Custom:OpsData/accountid=111122223333/region=eu-west-1/resourcetype=S3Bucket/"
                                + "photos.json",
                        "stocktake/Custom:OpsItem/accountid=111122223333/region=eu-west-1/resourcetype=S3Bucket/"
                                + "photos.json");
    }

    @Test
    void aKeyOfTheDestinationEncryptsThem() throws IOException {
        String key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        world.define(
                        EVERYTHING,
                        "\"S3Destination\": {\"BucketName\": \"%s\", \"SyncFormat\": \"JsonSerDe\", \"Region\": \"eu-west-1\", \"AWSKMSKeyARN\": \"%s\"},"
                                .formatted(world.lake().name(), key))
                .record(GOOD);

        world.sync("2026-11-23T12:00:00Z");

        assertThat(server.requests().all("PutObject"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.header("x-amz-server-side-encryption-aws-kms-key-id"))
                        .contains(key));
    }

    // What is brought again

    @Test
    void aSecondRunBringsTheChangedBucketAlone() throws IOException {
        world.record(GOOD, run(ARCHIVE, "000000000001", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED))
                .record(run(FOREIGN, "000000000002", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED));
        assertThat(world.sync("2026-11-23T12:00:00Z").brought()).hasSize(3);

        SyncResult idle = world.sync("2026-11-23T12:30:00Z");
        assertThat(idle.unchanged()).isEqualTo(3);
        assertThat(idle.brought()).isEmpty();
        assertThat(idle.synced()).hasSize(3);
        assertThat(world.requests())
                .as("one to ask, one for each account and Region")
                .isEqualTo(Map.of("ListObjectsV2", 4L));
        assertThat(idle.requests()).isEqualTo(4);

        world.record(run(ARCHIVE, "000000000003", "2026-11-23T00:00:00Z", RunOutcome.SUCCEEDED));
        SyncResult second = world.sync("2026-11-23T13:00:00Z");
        assertThat(second.unchanged()).isEqualTo(2);
        assertThat(second.brought()).extracting(SyncedBucket::bucket).containsExactly("archive");
        assertThat(second.synced())
                .extracting(SyncedBucket::bucket)
                .containsExactlyInAnyOrder("archive", "foreign", "photos");
        assertThat(world.requests()).isEqualTo(Map.of("ListObjectsV2", 5L, "GetObject", 2L, "PutObject", 2L));
        assertThat(second.requests()).isEqualTo(9);
        assertThat(second.retries()).isZero();
        assertThat(world.lines("Custom:OpsData", ARCHIVE)).hasSize(2);
        assertThat(world.lines("Custom:OpsData", PHOTOS))
                .singleElement()
                .asString()
                .contains("2026-11-23T12:00:00Z");
    }

    @Test
    void recordsThatWereDeletedAreForgottenAndAnotherDestinationIsFilled() throws IOException {
        world.record(GOOD);
        world.sync("2026-11-23T12:00:00Z");
        world.operations().objects().forEach(object -> world.operations().delete(object.key()));

        assertThat(world.sync("2026-11-23T13:00:00Z").brought()).hasSize(1);
        assertThat(world.lines("Custom:OpsData", PHOTOS)).isEmpty();
        assertThat(world.sync("2026-11-23T14:00:00Z").brought()).isEmpty();

        world.record(GOOD);
        world.sync("2026-11-23T15:00:00Z");
        world.define(EVERYTHING, "");
        assertThat(world.sync("2026-11-23T16:00:00Z").brought()).hasSize(1);
    }

    @Test
    void itsOwnSuccessesAreBroughtButMakeNothingDue() throws IOException {
        RunSubject self = new RunSubject(
                Job.RESOURCE_DATA_SYNC,
                "ops",
                HOME,
                "eu-west-1",
                world.lake().name(),
                Optional.empty(),
                Optional.empty());
        CapturedResource lake =
                new CapturedResource(HOME, "eu-west-1", world.lake().name());
        CapturedResource photos = new CapturedResource(HOME, "eu-west-1", "photos");
        world.record(GOOD, run(self, "000000000001", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED));
        assertThat(world.forecast("2026-11-23T12:00:00Z"))
                .isEqualTo(new OperationsForecast(List.of(lake, photos), List.of(lake, photos), 0, List.of()));
        assertThat(world.lake().objects()).isEmpty();
        world.sync("2026-11-23T12:00:00Z");

        world.record(run(self, "000000000002", "2026-11-23T12:00:00Z", RunOutcome.SUCCEEDED));
        assertThat(world.forecast("2026-11-23T12:30:00Z"))
                .isEqualTo(new OperationsForecast(List.of(lake), List.of(), 1, List.of()));
        world.sync("2026-11-23T13:00:00Z");
        assertThat(world.lines("Custom:OpsData", self)).hasSize(2);

        world.record(run(self, "000000000003", "2026-11-23T13:00:00Z", RunOutcome.FAILED));
        assertThat(world.forecast("2026-11-23T13:30:00Z"))
                .isEqualTo(new OperationsForecast(List.of(lake), List.of(lake), 1, List.of()));
    }

    @Test
    void moreRunsThanAreReadAtOnceStayInOrder() throws IOException {
        CompletedRun[] runs = new CompletedRun[150];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = run(PHOTOS, "%012x".formatted(i), START.plusSeconds(i).toString(), RunOutcome.SUCCEEDED);
        }
        world.record(runs);

        world.sync("2026-11-23T12:00:00Z");

        assertThat(world.lines("Custom:OpsData", PHOTOS).stream().map(line -> line.substring(10, 22)))
                .containsExactlyElementsOf(
                        Arrays.stream(runs).map(run -> run.run().text()).toList());
    }

    // What fails

    @Test
    void aDamagedRecordFailsItsBucketAndNotTheOthers() throws IOException {
        world.record(GOOD, run(ARCHIVE, "000000000001", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED));
        world.sync("2026-11-23T12:00:00Z");
        String key = "stocktake/run-records/accountid=111122223333/region=eu-west-1/photos/inventory/"
                + "photos%2Feverything/20261123T044150.123Z-failed-00000000000c.json";
        world.operations().put(key, "{}".getBytes(UTF_8));
        world.record(run(ARCHIVE, "000000000002", "2026-11-23T00:00:00Z", RunOutcome.SUCCEEDED));

        SyncResult result = world.sync("2026-11-23T13:00:00Z");

        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("archive");
        assertThat(result.failures())
                .extracting(SyncFailure::part)
                .containsExactly("runs of the bucket \"photos\" of account 111122223333 in the Region eu-west-1");
        assertThat(result.failures().get(0).message())
                .startsWith("Cannot read the run record \"" + key + "\" in the bucket \"ops-a" + number
                        + "\" of the store \"minerva\": 15 problems\n  run: is missing\n  job: is missing\n")
                .endsWith("\nDelete it; its run is then forgotten.");
        assertThat(world.lines("Custom:OpsData", PHOTOS))
                .singleElement()
                .asString()
                .contains("2026-11-23T12:00:00Z");

        world.operations().delete(key);
        SyncResult healed = world.sync("2026-11-23T14:00:00Z");
        assertThat(healed.failures()).isEmpty();
        assertThat(healed.brought()).isEmpty();
    }

    @Test
    void anAccountThatCannotBeListedFailsAndNotTheOthers() throws IOException {
        world.record(GOOD, run(FOREIGN, "000000000002", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED));
        SyncResult result;
        try (Faults.Fault fault = server.faults()
                .denied(request -> request.parameter("prefix").orElse("").contains("accountid=111122223333"))) {
            result = world.sync("2026-11-23T12:00:00Z");
        }

        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("foreign");
        assertThat(result.failures())
                .extracting(failure ->
                        failure.part() + " - " + failure.message().replaceAll("request [0-9A-F]+", "request ID"))
                .containsExactly(denied("eu-west-1"), denied("us-east-1"));
    }

    private String denied(String region) {
        return "runs of account 111122223333 in the Region " + region + " - Cannot list \"stocktake/run-records/"
                + "accountid=111122223333/region=" + region + "/\" in the bucket \"ops-a" + number
                + "\" of the store \"minerva\": AccessDenied: Access Denied (status 403, request ID); it needs the"
                + " permission s3:ListBucket";
    }

    @Test
    void aBucketThatCouldNotBeWrittenWholeIsWrittenByTheNextRun() throws IOException {
        world.record(FAILED, run(FOREIGN, "000000000002", "2026-11-22T00:00:00Z", RunOutcome.SUCCEEDED));
        SyncResult result;
        try (Faults.Fault fault = server.faults()
                .denied(request -> request.operation().equals("PutObject")
                        && request.key().contains("OpsItem")
                        && request.key().endsWith("/photos.json"))) {
            result = world.sync("2026-11-23T12:00:00Z");
        }
        assertThat(result.brought()).extracting(SyncedBucket::bucket).containsExactly("foreign");
        assertThat(result.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .startsWith("Cannot write \"syncs/Custom:OpsItem/accountid=111122223333/region=eu-west-1/"
                                + "resourcetype=S3Bucket/photos.json\" in the bucket \"lake-a" + number
                                + "\" of the store \"minerva\": AccessDenied: "));

        SyncResult second = world.sync("2026-11-23T13:00:00Z");
        assertThat(second.failures()).isEmpty();
        assertThat(second.brought()).extracting(SyncedBucket::bucket).containsExactly("photos");
        assertThat(world.captures()).hasSize(4);
        assertThat(world.lines("Custom:OpsItem", PHOTOS)).hasSize(1);
    }

    @Test
    void whereNothingCanBeWrittenTheRunFails() throws IOException {
        world.record(GOOD);
        try (Faults.Fault fault = server.faults().denied("PutObject")) {
            assertThatThrownBy(() -> world.sync("2026-11-23T12:00:00Z"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot write \"syncs/Custom:OpsData/")
                    .hasMessageContaining(" of the store \"minerva\": AccessDenied: ");
        }
    }

    @Test
    void withoutOperationsTheRunFails() throws IOException {
        try (Faults.Fault fault = server.faults().denied("ListObjectsV2")) {
            assertThatThrownBy(() -> world.sync("2026-11-23T12:00:00Z"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot list \"stocktake/\" in the bucket \"ops-a" + number
                            + "\" of the store \"minerva\": AccessDenied: ");
        }
        world.changeStores("operations: s3a://ops-a" + number + "/stocktake", "");
        assertThatThrownBy(() -> world.sync("2026-11-23T12:00:00Z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot bring the runs that the sync \"ops\" selects: stores.yaml has no operations where runs"
                                + " leave their records. Add \"operations: s3a://bucket/prefix\" to it.");
    }

    private List<String> statuses() {
        return world.lines("Custom:OpsItem", PHOTOS).stream()
                .map(line -> line.replaceAll(".*\"Status\":\"(\\w+)\".*\"RunId\":\"(\\w+)\".*", "$1 $2"))
                .toList();
    }
}
