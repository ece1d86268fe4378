package io.stocktake.sync.operations;

import static io.stocktake.sync.operations.OperationsWorld.ARCHIVE;
import static io.stocktake.sync.operations.OperationsWorld.FOREIGN;
import static io.stocktake.sync.operations.OperationsWorld.HOME;
import static io.stocktake.sync.operations.OperationsWorld.PHOTOS;
import static io.stocktake.sync.operations.OperationsWorld.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.run.Job;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelectedRunsTest {
    private static final String DAY = "2026-11-22T00:00:00Z";
    private static final String NOW = "2026-11-22T12:00:00Z";

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
        world = new OperationsWorld(server, Files.createDirectories(directory.resolve("s" + ++number)));
        world.record(
                run(PHOTOS, "000000000001", DAY, RunOutcome.SUCCEEDED),
                run(ARCHIVE, "000000000002", DAY, RunOutcome.SUCCEEDED),
                run(FOREIGN, "000000000003", DAY, RunOutcome.SUCCEEDED));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aSingleAccountIsTheHomeAccount() throws IOException {
        assertThat(selected(single("\"eu-west-1\", \"us-east-1\""))).containsExactly("archive", "photos");
    }

    @Test
    void onlyTheRegionsThatAreNamedAreRead() throws IOException {
        assertThat(selected(single("\"us-east-1\", \"ap-south-1\""))).containsExactly("archive");
        assertThat(world.captures())
                .containsExactly(
                        "syncs/Custom:OpsData/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/archive.json",
                        "syncs/Custom:OpsItem/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/archive.json");
        assertThat(OperationsWorld.text(world.lake(), world.captures().get(1))).isEmpty();
    }

    @Test
    void anEntireOrganizationIsEveryAccountOfTheStores() throws IOException {
        assertThat(selected(organization("\"OrganizationSourceType\": \"EntireOrganization\"")))
                .containsExactly("archive", "foreign", "photos");
    }

    @Test
    void anOrganizationalUnitIsTheStoresThatNameIt() throws IOException {
        assertThat(selected(organization("""
                "OrganizationSourceType": "OrganizationalUnits",
                "OrganizationalUnits": [{"OrganizationalUnitId": "ou-bbbb-22222222"}]"""))).containsExactly("foreign");
        assertThat(selected(organization("""
                "OrganizationSourceType": "OrganizationalUnits",
                "OrganizationalUnits": [{"OrganizationalUnitId": "ou-cccc-33333333"}]"""))).isEmpty();
    }

    @Test
    void aRegionThatCameLaterJoinsOnlyWhereFutureRegionsAreIncluded() throws IOException {
        RunSubject later = new RunSubject(
                Job.INVENTORY, "later/all", HOME, "ap-south-1", "later", Optional.empty(), Optional.empty());
        world.changeStores(
                        "operations:",
                        "  - {name: ceres, endpoint: \"" + server.endpoint()
                                + "\", region: ap-south-1, buckets: [later]}\noperations:")
                .record(run(later, "000000000004", DAY, RunOutcome.SUCCEEDED));

        assertThat(selected(single("\"eu-west-1\""))).containsExactly("photos");
        assertThat(selected(single("\"eu-west-1\"")
                        .replace("\"SourceRegions\"", "\"IncludeFutureRegions\": true, \"SourceRegions\"")))
                .containsExactly("later");
        assertThat(world.lines("Custom:OpsData", later)).hasSize(1);
    }

    @Test
    void storesWithoutAnyAccountAreOneAccount() throws IOException {
        RunSubject unknown = new RunSubject(
                Job.INVENTORY, "photos/all", "unknown", "eu-west-1", "photos", Optional.empty(), Optional.empty());
        world.changeStores("accountId: \"111122223333\"\n", "")
                .changeStores(", accountId: \"444455556666\"", "")
                .record(run(unknown, "000000000004", DAY, RunOutcome.SUCCEEDED));

        assertThat(selected(single("\"eu-west-1\""))).containsExactly("photos");
        assertThat(world.captures()).allMatch(key -> key.contains("/accountid=unknown/"));
    }

    /** The buckets that one more run brings, sorted. */
    private List<String> selected(String source) throws IOException {
        return world.define(source).sync(NOW).brought().stream()
                .map(SyncedBucket::bucket)
                .sorted()
                .toList();
    }

    private static String single(String regions) {
        return "\"SyncSource\": {\"SourceType\": \"SingleAccountMultiRegions\", \"SourceRegions\": [" + regions + "]}";
    }

    private static String organization(String source) {
        return "\"SyncSource\": {\"SourceType\": \"AwsOrganizations\", \"SourceRegions\": [\"eu-west-1\", \"us-east-1\"],"
                + " \"AwsOrganizationsSource\": {" + source + "}}";
    }
}
