package io.stocktake.sync.operations;

import static io.stocktake.sync.operations.OperationsWorld.HOME;
import static io.stocktake.sync.operations.OperationsWorld.PHOTOS;
import static io.stocktake.sync.operations.OperationsWorld.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.WatchedDefinition;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.run.Job;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverdueRunsTest {
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
        world = new OperationsWorld(server, Files.createDirectories(directory.resolve("o" + ++number)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aDailyConfigurationThatNeverSucceededIsOverdueTwoDaysAfterItWasFirstSeen() throws IOException {
        configure("photos", "everything", "Daily", true);
        assertThat(world.sync("2026-11-20T12:00:00Z").brought()).isEmpty();
        assertThat(world.state().watched())
                .containsExactly(
                        new WatchedDefinition("inventory", "photos/everything", Instant.parse("2026-11-20T12:00:00Z")));
        assertThat(world.sync("2026-11-22T11:59:59Z").brought()).isEmpty();
        assertThat(world.captures()).isEmpty();

        assertThat(world.sync("2026-11-22T12:00:00Z").brought()).hasSize(1);
        assertThat(world.lines("Custom:OpsData", PHOTOS)).isEmpty();
        assertThat(world.lines("Custom:OpsItem", PHOTOS))
                .containsExactly("{\"OpsItemId\":\"oi-4316822aad29\","
                        + "\"Title\":\"No success of inventory photos/everything for two periods\","
                        + "\"Category\":\"NoRecentSuccess\",\"Status\":\"Open\",\"Severity\":\"2\",\"Job\":\"inventory\","
                        + "\"Definition\":\"photos/everything\",\"Message\":\"No success of inventory photos/everything"
                        + " (Daily) is known; it is there since 2026-11-20T12:00:00.000Z at the latest.\","
                        + "\"CreatedTime\":\"2026-11-22T12:00:00.000Z\",\"resourceId\":\"photos\","
                        + "\"captureTime\":\"2026-11-22T12:00:00Z\",\"schemaVersion\":\"1.0\"}");
        assertThat(world.sync("2026-11-23T12:00:00Z").brought())
                .as("nothing new")
                .isEmpty();

        world.record(run(PHOTOS, "000000000001", "2026-11-23T13:00:00Z", RunOutcome.SUCCEEDED));
        assertThat(world.sync("2026-11-23T14:00:00Z").brought()).hasSize(1);
        assertThat(world.lines("Custom:OpsItem", PHOTOS)).isEmpty();
    }

    @Test
    void aFailureIsNoSuccessAndTheLastSuccessIsNamed() throws IOException {
        configure("photos", "everything", "Daily", true);
        world.record(
                run(PHOTOS, "000000000001", "2026-11-22T12:00:00Z", RunOutcome.SUCCEEDED),
                run(PHOTOS, "000000000002", "2026-11-23T12:00:00Z", RunOutcome.FAILED));
        world.sync("2026-11-24T11:59:59Z");
        assertThat(titles()).containsExactly("Failed run of inventory photos/everything");

        assertThat(world.sync("2026-11-24T12:00:00Z").brought()).hasSize(1);
        assertThat(titles())
                .containsExactly(
                        "No success of inventory photos/everything for two periods",
                        "Failed run of inventory photos/everything");
        assertThat(world.lines("Custom:OpsItem", PHOTOS).get(0))
                .contains(
                        "\"OpsItemId\":\"oi-dd2c4d6bf36d\"",
                        "\"Message\":\"The last success of inventory photos/everything (Daily) is of"
                                + " 2026-11-22T12:00:00.000Z.\",\"CreatedTime\":\"2026-11-24T12:00:00.000Z\"");
    }

    @Test
    void aWeeklyConfigurationHasTwoWeeksAndADisabledOneAllTime() throws IOException {
        configure("photos", "everything", "Weekly", true);
        configure("photos", "off", "Daily", false);
        world.record(run(PHOTOS, "000000000001", "2026-11-01T00:00:00Z", RunOutcome.SUCCEEDED));
        world.sync("2026-11-14T23:59:59Z");
        assertThat(titles()).isEmpty();
        assertThat(world.sync("2026-11-15T00:00:00Z").brought()).hasSize(1);
        assertThat(titles()).containsExactly("No success of inventory photos/everything for two periods");

        configure("photos", "everything", "Weekly", false);
        assertThat(world.sync("2026-11-16T00:00:00Z").brought()).hasSize(1);
        assertThat(titles()).isEmpty();
        assertThat(world.state().watched()).isEmpty();
    }

    @Test
    void aConfigurationOutOfReachIsNotWatched() throws IOException {
        configure("foreign", "everything", "Daily", true);
        world.define(
                "\"SyncSource\": {\"SourceType\": \"SingleAccountMultiRegions\", \"SourceRegions\": [\"eu-west-1\"]}");
        world.sync("2026-11-20T12:00:00Z");
        assertThat(world.sync("2026-11-30T12:00:00Z").brought()).isEmpty();
        assertThat(world.state().watched()).isEmpty();
    }

    @Test
    void aSyncIsOverdueAtItsDestinationTwoDaysAfterItsLastSuccess() throws IOException {
        String lake = world.lake().name();
        RunSubject destination = new RunSubject(
                Job.RESOURCE_DATA_SYNC, "nightly", HOME, "eu-west-1", lake, Optional.empty(), Optional.empty());
        world.write("resource-data-syncs/nightly.json", sync("nightly", lake))
                .write("resource-data-syncs/ops.json", sync("ops", lake));
        SyncState success = SyncState.created(Instant.parse("2026-11-01T00:00:00Z"), List.of("eu-west-1"))
                .succeeded(Instant.parse("2026-11-20T03:00:00Z"), "Brought 3 buckets.", List.of());
        world.directory().syncs().putState("nightly", success);

        assertThat(world.sync("2026-11-22T02:59:59Z").brought()).isEmpty();
        assertThat(world.sync("2026-11-22T03:00:00Z").brought()).hasSize(1);
        assertThat(world.lines("Custom:OpsItem", destination))
                .containsExactly("{\"OpsItemId\":\"oi-227cd6ba3578\","
                        + "\"Title\":\"No success of resource-data-sync nightly for two periods\","
                        + "\"Category\":\"NoRecentSuccess\",\"Status\":\"Open\",\"Severity\":\"2\","
                        + "\"Job\":\"resource-data-sync\",\"Definition\":\"nightly\",\"Message\":\"The last success of"
                        + " resource-data-sync nightly (Daily) is of 2026-11-20T03:00:00.000Z.\","
                        + "\"CreatedTime\":\"2026-11-22T03:00:00.000Z\",\"resourceId\":\"" + lake
                        + "\",\"captureTime\":\"2026-11-22T03:00:00Z\",\"schemaVersion\":\"1.0\"}");

        world.directory()
                .syncs()
                .putState(
                        "nightly",
                        success.succeeded(Instant.parse("2026-11-22T04:00:00Z"), "Brought none.", List.of()));
        assertThat(world.sync("2026-11-22T05:00:00Z").brought()).hasSize(1);
        assertThat(world.lines("Custom:OpsItem", destination)).isEmpty();
    }

    private static String sync(String name, String bucket) {
        return "{\"SyncName\": \"%s\", \"S3Destination\": {\"BucketName\": \"%s\", \"SyncFormat\": \"JsonSerDe\", \"Region\": \"eu-west-1\"}}"
                .formatted(name, bucket);
    }

    private List<String> titles() {
        return world.lines("Custom:OpsItem", PHOTOS).stream()
                .map(line -> line.replaceAll(".*\"Title\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private void configure(String bucket, String id, String frequency, boolean isEnabled) throws IOException {
        world.write("buckets/" + bucket + "/inventory/" + id + ".json", """
                {"Id": "%s", "IsEnabled": %s, "IncludedObjectVersions": "Current", "Schedule": {"Frequency": "%s"},
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::%s", "Format": "CSV"}}}
                """.formatted(
                        id, isEnabled, frequency, world.lake().name()));
    }
}
