package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of two syncs of one store: what is foretold, what one that fails does to the other, and what they ask stores for. */
class ResourceDataSyncRunsTest {
    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private EmbeddedBucket synced;
    private DefinitionsFixture definitions;

    @BeforeEach
    void inventory() throws IOException {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        server.createBucket("photos").put("a.jpg", new byte[3]);
        server.createBucket("reports");
        server.createBucket("operations");
        synced = server.createBucket("synced");
        definitions = new DefinitionsFixture(directory);
        definitions.write("stores.yaml", """
                accountId: "111122223333"
                operations: s3a://operations/of/runs
                stores:
                  - name: embedded
                    endpoint: %s
                    buckets: [photos, reports, synced, operations, gone]
                """.formatted(server.endpoint()));
        definitions.write("buckets/photos/inventory/all.json", """
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "Current", "OptionalFields": ["Size"],
                 "Schedule": {"Frequency": "Daily"}, "Destination": {"S3BucketDestination":
                   {"Bucket": "arn:aws:s3:::reports", "Format": "CSV"}}}
                """);
        sync("all", "all", "synced");
        assertThat(definitions.run("inventory").status()).isZero();
        server.requests().clear();
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("spark.master");
        System.clearProperty("spark.ui.enabled");
    }

    /** Writes a sync, whose name may need an escape in the file's name and another in the document. */
    private void sync(String fileName, String name, String bucket) throws IOException {
        definitions.write("resource-data-syncs/" + fileName + ".json", """
                {"SyncName": "%s", "S3Destination":
                  {"BucketName": "%s", "SyncFormat": "JsonSerDe", "Region": "us-east-1"}}
                """.formatted(name, bucket));
    }

    private List<String> keys() {
        return synced.versions().stream().map(StoredVersion::key).toList();
    }

    @Test
    void aDryRunForetellsAndWritesNothing() {
        assertThat(definitions.run("resource-data-sync", "--dry-run")).isEqualTo(CommandLineRun.done("""
                        sync  account       Region     bucket  destination
                        all   111122223333  us-east-1  photos  s3a://synced/
                        """));
        assertThat(keys()).isEmpty();
        assertThat(directory.resolve("resource-data-syncs/.state")).doesNotExist();
        assertThat(operations("reports", "synced", "operations", "photos")).containsExactly("reports ListObjectsV2");
    }

    @Test
    void whatIsDueIsBroughtOnce() {
        CommandLineRun first = definitions.run("resource-data-sync", "--due");
        assertThat(first.status()).isZero();
        assertThat(first.err()).isEmpty();
        assertThat(first.out().lines().toList().get(1))
                .matches("all +SyncToDestination +1 +0 +0 +2 +[0-9]+ +[0-9]+ +[0-9.]+  s3a://synced/");
        assertThat(keys())
                .containsExactly(
                        "Custom:S3Bucket/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/photos.json",
                        "Custom:S3Object/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/photos.json");
        assertThat(definitions.run("resource-data-sync", "--due")).isEqualTo(CommandLineRun.done("No sync is due.\n"));
    }

    @Test
    void oneThatFailsDoesNotKeepTheOtherFromBeingRun() throws IOException {
        sync("a%0Ab", "a\\nb", "gone");
        CommandLineRun run = definitions.run("resource-data-sync");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading).startsWith("sync "),
                        failed -> assertThat(failed)
                                .matches("a\\\\u000ab +SyncToDestination +- +- +- +- +- +- +[0-9.]+  failed"),
                        brought -> assertThat(brought)
                                .matches("all +SyncToDestination +1 +0 +0 +2 +[0-9]+ +[0-9]+ +[0-9.]+  s3a://synced/"));
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("Cannot ")
                .contains("the bucket \"gone\" of the store \"embedded\"", "NoSuchBucket");
        assertThat(records()).containsExactly("a%0Ab/failed", "all/succeeded");
    }

    @Test
    void aSyncWhosePartFailsIsIncomplete() {
        CommandLineRun run;
        try (Faults.Fault denied = server.faults().denied("GetObject")) {
            run = definitions.run("resource-data-sync");
        }
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out().lines().toList().get(1)).matches("all +SyncToDestination +0 +0 +1 +0 +0 .*");
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("Cannot sync the bucket \"photos\" of the store \"embedded\": Cannot read ")
                .contains("AccessDenied");
        assertThat(records()).containsExactly("all/incomplete");
    }

    @Test
    void aStoreThatIsDownFailsItsOwnBucketsAndNoOthers() throws IOException {
        int nobody;
        try (ServerSocket freed = new ServerSocket(0)) {
            nobody = freed.getLocalPort();
        }
        definitions.write("stores.yaml", definitions.read("stores.yaml") + """
                  - name: down
                    endpoint: http://127.0.0.1:%d
                    region: eu-central-1
                    buckets: [videos, video-reports]
                """.formatted(nobody));
        definitions.write(
                "buckets/videos/inventory/all.json",
                definitions.read("buckets/photos/inventory/all.json").replace(":::reports", ":::video-reports"));

        CommandLineRun run = definitions.run("resource-data-sync");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out().lines().toList().get(1))
                .matches("all +SyncToDestination +1 +0 +1 +2 +[0-9]+ +[0-9]+ +[0-9.]+  s3a://synced/");
        String why = "Cannot sync the bucket \"videos\" of the store \"down\": ";
        // What is sent again to a store that is down waits longer each time: the run may tell how far it has come.
        assertThat(run.err().lines().filter(line -> !line.startsWith("resource data sync all: ")))
                .singleElement()
                .asString()
                .startsWith(why);
        assertThat(definitions.run("list-resource-data-sync").out())
                .contains("\"LastStatus\": \"Failed\"")
                .contains("\"LastSyncStatusMessage\": \"" + why.replace("\"", "\\\""));
    }

    /** What README.md says under "Permissions". */
    @Test
    void itAsksForNoMoreThanThePermissionsThatAreDocumented() {
        assertThat(definitions.run("resource-data-sync").status()).isZero();
        assertThat(operations("photos", "reports", "synced", "operations"))
                .containsExactly(
                        "operations PutObject",
                        "reports GetObject",
                        "reports HeadObject",
                        "reports ListObjectsV2",
                        "synced CompleteMultipartUpload",
                        "synced CreateMultipartUpload",
                        "synced DeleteObject",
                        "synced GetObject",
                        "synced HeadObject",
                        "synced ListMultipartUploads",
                        "synced ListObjectsV2",
                        "synced PutObject",
                        "synced UploadPart");
    }

    /** The operations that were asked of each of these buckets. */
    private Set<String> operations(String... buckets) {
        Set<String> operations = new TreeSet<>();
        for (LoggedRequest request : server.requests().all()) {
            if (List.of(buckets).contains(request.bucket())) {
                operations.add(request.bucket() + " " + request.operation());
            }
        }
        return operations;
    }

    /** The definitions and outcomes of the records that runs of syncs have left. */
    private List<String> records() {
        return server.bucket("operations").versions().stream()
                .map(StoredVersion::key)
                .filter(key -> key.contains("/resource-data-sync/"))
                .map(key -> key.replaceAll(".*/resource-data-sync/([^/]+)/[0-9TZ.]+-([a-z]+)-.*", "$1/$2"))
                .toList();
    }
}
