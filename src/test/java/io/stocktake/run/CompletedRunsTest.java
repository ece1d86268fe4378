package io.stocktake.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.stores.StoresFile;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.s3.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletedRunsTest {
    private static final Instant START = Instant.parse("2026-11-22T04:41:50.123456Z");
    private static final RunSubject PHOTOS = new RunSubject(
            Job.INVENTORY,
            "photos/everything",
            "111122223333",
            "eu-west-1",
            "photos",
            Optional.of("ou-ab12-cdefgh34"),
            Optional.of(Frequency.DAILY));
    private static final RunSubject COPY = new RunSubject(
            Job.REPLICATION,
            "photos → photos-copy",
            "111122223333",
            "eu-west-1",
            "photos",
            Optional.empty(),
            Optional.empty());
    private static final RunSubject SYNC = new RunSubject(
            Job.RESOURCE_DATA_SYNC,
            "../all & more",
            Stores.UNKNOWN_ACCOUNT,
            "us-east-1",
            "lake",
            Optional.empty(),
            Optional.empty());

    private static final CompletedRun GOOD = new CompletedRun(
            new RunId("0123456789ab"),
            PHOTOS,
            START,
            START.plusSeconds(75),
            RunOutcome.SUCCEEDED,
            "Delivered a report of 2,500 objects.",
            new RunCounts(2_500, 81_234, 17, 1, Map.of()),
            Optional.of("s3a://reports/photos/everything/2026-11-22T04-41Z/manifest.json"));
    private static final CompletedRun PARTLY = new CompletedRun(
            new RunId("00000000000b"),
            COPY,
            START.plusSeconds(100),
            START.plusSeconds(160),
            RunOutcome.INCOMPLETE,
            "4 tasks of replication photos → photos-copy failed; the report says which and why.",
            new RunCounts(96, 1_024, 210, 0, Map.of("HistoryConflict", 1L, "AccessDenied", 3L)),
            Optional.of("s3a://ops/job-1/manifest.json"));
    private static final CompletedRun FAILED = new CompletedRun(
            new RunId("00000000000c"),
            SYNC,
            START.plusSeconds(200),
            START.plusSeconds(201),
            RunOutcome.FAILED,
            "Cannot list \"x\":\n  the store is down",
            RunCounts.NONE,
            Optional.empty());

    private static final String PHOTOS_FOLDER = "ops/run-records/accountid=111122223333/region=eu-west-1/photos/";
    private static final String GOOD_KEY =
            PHOTOS_FOLDER + "inventory/photos%2Feverything/20261122T044150.123Z-succeeded-0123456789ab.json";

    private EmbeddedS3 server;
    private EmbeddedBucket bucket;
    private CompletedRuns records;
    private int buckets;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void open() {
        String name = "operations-" + ++buckets;
        bucket = server.createBucket(name);
        records = CompletedRuns.open(WorkingPlace.parse("s3a://" + name + "/ops", stores()));
    }

    @AfterEach
    void close() {
        server.faults().clear();
        records.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Stores stores() {
        return StoresFile.parse(
                "stores: [{name: minerva, endpoint: \"%s\"}]"
                        .formatted(server.endpoint())
                        .getBytes(UTF_8),
                "stores.yaml");
    }

    @Test
    void aGoodAPartlyFailedAndAFailedRunAreWrittenWhole() {
        List.of(GOOD, PARTLY, FAILED).forEach(records::put);

        assertThat(text(GOOD_KEY)).isEqualTo("""
                {
                    "run": "0123456789ab",
                    "job": "inventory",
                    "definition": "photos/everything",
                    "accountId": "111122223333",
                    "region": "eu-west-1",
                    "bucket": "photos",
                    "organizationalUnit": "ou-ab12-cdefgh34",
                    "schedule": "Daily",
                    "start": "2026-11-22T04:41:50.123Z",
                    "end": "2026-11-22T04:43:05.123Z",
                    "outcome": "succeeded",
                    "message": "Delivered a report of 2,500 objects.",
                    "objects": 2500,
                    "bytes": 81234,
                    "requests": 17,
                    "retries": 1,
                    "failedObjects": {},
                    "report": "s3a://reports/photos/everything/2026-11-22T04-41Z/manifest.json"
                }
                """);
        assertThat(
                        text(
                                PHOTOS_FOLDER
                                        + "replication/photos%20%E2%86%92%20photos-copy/20261122T044330.123Z-incomplete-00000000000b.json"))
                .isEqualTo("""
                {
                    "run": "00000000000b",
                    "job": "replication",
                    "definition": "photos → photos-copy",
                    "accountId": "111122223333",
                    "region": "eu-west-1",
                    "bucket": "photos",
                    "start": "2026-11-22T04:43:30.123Z",
                    "end": "2026-11-22T04:44:30.123Z",
                    "outcome": "incomplete",
                    "message": "4 tasks of replication photos → photos-copy failed; the report says which and why.",
                    "objects": 96,
                    "bytes": 1024,
                    "requests": 210,
                    "retries": 0,
                    "failedObjects": {
                        "AccessDenied": 3,
                        "HistoryConflict": 1
                    },
                    "report": "s3a://ops/job-1/manifest.json"
                }
                """);
        assertThat(text("ops/run-records/accountid=unknown/region=us-east-1/lake/resource-data-sync/"
                        + "%2E.%2Fall%20%26%20more/20261122T044510.123Z-failed-00000000000c.json"))
                .isEqualTo("""
                {
                    "run": "00000000000c",
                    "job": "resource-data-sync",
                    "definition": "../all & more",
                    "accountId": "unknown",
                    "region": "us-east-1",
                    "bucket": "lake",
                    "start": "2026-11-22T04:45:10.123Z",
                    "end": "2026-11-22T04:45:11.123Z",
                    "outcome": "failed",
                    "message": "Cannot list \\"x\\":\\n  the store is down",
                    "objects": 0,
                    "bytes": 0,
                    "requests": 0,
                    "retries": 0,
                    "failedObjects": {}
                }
                """);
    }

    @Test
    void whatWasWrittenIsListedByAccountAndRegionAndReadBack() {
        List.of(GOOD, PARTLY, FAILED).forEach(records::put);

        assertThat(names("111122223333", "eu-west-1")).containsExactly(GOOD.name(), PARTLY.name());
        assertThat(names(Stores.UNKNOWN_ACCOUNT, "us-east-1")).containsExactly(FAILED.name());
        assertThat(names("111122223333", "us-east-1")).isEmpty();
        assertThat(records.read(GOOD.name())).contains(GOOD);
        assertThat(records.read(PARTLY.name())).contains(PARTLY);
        assertThat(records.read(FAILED.name())).contains(FAILED);
        List<RunName> ofBucket = new ArrayList<>();
        records.names("111122223333", "eu-west-1", "phot", ofBucket::add);
        assertThat(ofBucket).isEmpty();
        records.names("111122223333", "eu-west-1", "photos", ofBucket::add);
        assertThat(ofBucket).containsExactly(GOOD.name(), PARTLY.name());
    }

    @Test
    void otherKeysAreNotLookedAtAndADeletedRecordIsForgotten() {
        records.put(GOOD);
        for (String other : List.of(
                "README.md",
                "inventory/photos%2feverything/20261122T044150.123Z-succeeded-0123456789ab.json",
                "inventory/%zz/20261122T044150.123Z-succeeded-0123456789ab.json",
                "inventory/all/20261322T044150.123Z-succeeded-0123456789ab.json",
                "inventory/all/20261122T044150.123Z-splendid-0123456789ab.json",
                "inventory/all/20261122T044150.123Z-failed-0123456789AB.json",
                "census/all/20261122T044150.123Z-failed-0123456789ab.json",
                "inventory/all/20261122T044150.123Z-failed-0123456789ab.json/more")) {
            bucket.put(PHOTOS_FOLDER + other, "x".getBytes(UTF_8));
        }

        assertThat(names("111122223333", "eu-west-1")).containsExactly(GOOD.name());
        bucket.delete(GOOD_KEY);
        assertThat(records.read(GOOD.name())).isEmpty();
    }

    @Test
    void aDamagedRecordIsRefusedWithEveryReasonAndTheWayOut() {
        records.put(GOOD);
        bucket.put(
                GOOD_KEY,
                text(GOOD_KEY)
                        .replace("\"2026-11-22T04:41:50.123Z\"", "\"today\"")
                        .replace("\"succeeded\"", "\"fine\"")
                        .replace("\"objects\": 2500", "\"objects\": -1")
                        .replace("\"retries\": 1,", "")
                        .replace("\"failedObjects\": {}", "\"failedObjects\": {\"AccessDenied\": \"3\"}")
                        .replace("\"Daily\"", "\"Hourly\"")
                        .replace("\"report\"", "\"reports\"")
                        .getBytes(UTF_8));

        String record = "the run record \"" + GOOD_KEY + "\" in the bucket \"operations-" + buckets
                + "\" of the store \"minerva\"";
        assertThatThrownBy(() -> records.read(GOOD.name()))
                .isInstanceOf(RunException.class)
                .hasMessage("Cannot read " + record + ": 7 problems\n"
                        + "  schedule: \"Hourly\" is not one of Daily, Weekly\n"
                        + "  start: \"today\" is refused: it is no instant such as 2026-11-21T00:00:00Z\n"
                        + "  outcome: \"fine\" is refused: it is succeeded, incomplete or failed\n"
                        + "  retries: is missing\n"
                        + "  failedObjects.AccessDenied: is text, not a whole number\n"
                        + "  objects: \"-1\" is less than 0\n"
                        + "  reports: is not known here; the members are run, job, definition, accountId, region,"
                        + " bucket, organizationalUnit, schedule, start, end, outcome, message, objects, bytes, requests,"
                        + " retries, failedObjects, report\n"
                        + "Delete it; its run is then forgotten.");

        bucket.put(GOOD_KEY, "{".getBytes(UTF_8));
        assertThatThrownBy(() -> records.read(GOOD.name()))
                .isInstanceOf(RunException.class)
                .hasMessageStartingWith("Cannot read " + record + ": 1 problem\n  (document): ")
                .hasMessageEndingWith("\nDelete it; its run is then forgotten.");

        bucket.put(GOOD_KEY, CompletedRunDocument.write(PARTLY).getBytes(UTF_8));
        assertThatThrownBy(() -> records.read(GOOD.name()))
                .isInstanceOf(RunException.class)
                .hasMessage("Cannot read " + record + ": it is that of another run, \""
                        + "run-records/accountid=111122223333/region=eu-west-1/photos/replication/"
                        + "photos%20%E2%86%92%20photos-copy/20261122T044330.123Z-incomplete-00000000000b.json\"."
                        + " Delete it; its run is then forgotten.");
    }

    @Test
    void aPlaceThatIsNotThereIsNamedWithItsStore() {
        try (CompletedRuns elsewhere = CompletedRuns.open(WorkingPlace.parse("s3a://nowhere", stores()))) {
            assertThatThrownBy(() -> elsewhere.put(GOOD))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("Cannot write \"run-records/accountid=111122223333/region=eu-west-1/photos/"
                            + "inventory/photos%2Feverything/20261122T044150.123Z-succeeded-0123456789ab.json\" in the"
                            + " bucket \"nowhere\" of the store \"minerva\": ");
        }
    }

    @Test
    void anEndlessMessageIsCut() {
        CompletedRun wordy = new CompletedRun(
                GOOD.run(),
                PHOTOS,
                START,
                START,
                RunOutcome.FAILED,
                "é".repeat(5_000),
                RunCounts.NONE,
                Optional.empty());
        assertThat(wordy.message()).isEqualTo("é".repeat(4_095) + "…");
    }

    private String text(String key) {
        return new String(bucket.content(key).orElseThrow(), UTF_8);
    }

    private List<RunName> names(String account, String region) {
        List<RunName> names = new ArrayList<>();
        records.names(account, region, names::add);
        return names;
    }
}
