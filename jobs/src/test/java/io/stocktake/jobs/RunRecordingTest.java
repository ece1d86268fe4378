package io.stocktake.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.SyncedBucket;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunRecordingTest {
    private static final Instant MONDAY = Instant.parse("2026-11-02T08:00:00Z");

    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private int number;
    private DefinitionsFixture definitions;
    private EmbeddedBucket source;
    private EmbeddedBucket operations;

    @BeforeAll
    void start() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void makeBuckets() throws IOException {
        number++;
        definitions = new DefinitionsFixture(directory.resolve("definitions-" + number));
        definitions.write("stores.yaml", named("""
                stores:
                  - name: embedded
                    endpoint: %s
                    accountId: "111122223333"
                    organizationalUnit: ou-ab12-cdefgh34
                operations: s3a://ops-N/stocktake
                """.formatted(server.endpoint())));
        source = server.createBucket("photos-" + number).enableVersioning();
        server.createBucket("copy-" + number).enableVersioning();
        server.createBucket("reports-" + number);
        operations = server.createBucket("ops-" + number);
        source.put(PutRequest.of("a.txt", new byte[5]).lastModified(MONDAY));
        source.put(PutRequest.of("b.txt", new byte[6]).lastModified(MONDAY));
        definitions.write("buckets/" + source.name() + "/inventory/all.json", named("""
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "Current",
                 "OptionalFields": ["Size"], "Schedule": {"Frequency": "Weekly"},
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports-N", "Format": "CSV"}}}
                """));
        definitions.write("buckets/" + source.name() + "/replication.json", named("""
                {"Role": "r", "Rules": [
                  {"ID": "everything", "Priority": 1, "Status": "Enabled", "Filter": {},
                   "DeleteMarkerReplication": {"Status": "Enabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::copy-N"}}]}
                """));
        definitions.write("resource-data-syncs/lake.json", named("""
                {"SyncName": "lake", "S3Destination":
                  {"BucketName": "reports-N", "SyncFormat": "JsonSerDe", "Region": "us-east-1"}}
                """));
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        server.close();
        System.clearProperty("spark.master");
    }

    @Test
    void aDeliveredReportIsRecorded() {
        CommandLineRun run = definitions.run("inventory");

        assertThat(run.err()).isEmpty();
        assertThat(keys())
                .containsExactly(
                        named("stocktake/run-records/accountid=111122223333/region=us-east-1/photos-N/inventory/"
                                + "photos-N%2Fall/START-succeeded-RUN.json"));
        assertThat(record()).isEqualTo(named("""
                {
                    "run": "RUN",
                    "job": "inventory",
                    "definition": "photos-N/all",
                    "accountId": "111122223333",
                    "region": "us-east-1",
                    "bucket": "photos-N",
                    "organizationalUnit": "ou-ab12-cdefgh34",
                    "schedule": "Weekly",
                    "start": "INSTANT",
                    "end": "INSTANT",
                    "outcome": "succeeded",
                    "message": "Delivered a report of 2 objects.",
                    "objects": 2,
                    "bytes": BYTES,
                    "requests": REQUESTS,
                    "retries": 0,
                    "failedObjects": {},
                    "report": "s3a://reports-N/photos-N/all/MINUTE/manifest.json"
                }
                """));
    }

    @Test
    void aReportThatWasNotDeliveredIsRecordedWithTheReason() {
        CommandLineRun run;
        try (Faults.Fault fault = server.faults().denied("CreateMultipartUpload")) {
            run = definitions.run("inventory");
        }

        assertThat(run.status()).isEqualTo(1);
        assertThat(keys()).singleElement().asString().endsWith("/START-failed-RUN.json");
        assertThat(record()).isEqualTo(named("""
                {
                    "run": "RUN",
                    "job": "inventory",
                    "definition": "photos-N/all",
                    "accountId": "111122223333",
                    "region": "us-east-1",
                    "bucket": "photos-N",
                    "organizationalUnit": "ou-ab12-cdefgh34",
                    "schedule": "Weekly",
                    "start": "INSTANT",
                    "end": "INSTANT",
                    "outcome": "failed",
                    "message": "Cannot begin an upload of \\"photos-N/all/data/FILE\\" in the bucket \\"reports-N\\" of the\
                 store \\"embedded\\": AccessDenied: Access Denied (status 403, request ID); it needs the permission\
                 s3:PutObject",
                    "objects": 0,
                    "bytes": 0,
                    "requests": 0,
                    "retries": 0,
                    "failedObjects": {}
                }
                """));
    }

    @Test
    void aReplicationThatFailedInPartIsRecordedWithItsErrorCodes() {
        try (Faults.Fault fault = server.faults()
                .denied(request -> request.operation().equals("CopyObject")
                        && request.key().equals("a.txt"))) {
            assertThat(definitions
                            .run("replication", "--report", named("s3a://reports-N"))
                            .status())
                    .isEqualTo(3);
        }

        assertThat(keys())
                .containsExactly(named("stocktake/run-records/accountid=111122223333/region=us-east-1/photos-N/"
                        + "replication/photos-N%20%E2%86%92%20copy-N/START-incomplete-RUN.json"));
        assertThat(record()).isEqualTo(named("""
                {
                    "run": "RUN",
                    "job": "replication",
                    "definition": "photos-N → copy-N",
                    "accountId": "111122223333",
                    "region": "us-east-1",
                    "bucket": "photos-N",
                    "organizationalUnit": "ou-ab12-cdefgh34",
                    "start": "INSTANT",
                    "end": "INSTANT",
                    "outcome": "incomplete",
                    "message": "1 task of replication photos-N → copy-N failed; the report says which and why.",
                    "objects": 1,
                    "bytes": BYTES,
                    "requests": REQUESTS,
                    "retries": 0,
                    "failedObjects": {
                        "DstPutObjectNotPermitted": 1
                    },
                    "report": "s3a://reports-N/job-ID/manifest.json"
                }
                """));
    }

    @Test
    void aReplicationIsRecordedWhereItSucceededAndWhereItCouldNotBegin() {
        assertThat(definitions.run("replication").status()).isZero();
        assertThat(runRecords()).singleElement().asString().endsWith("/START-succeeded-RUN.json");
        assertThat(record())
                .contains("\"message\": \"Copied 2 versions.\",\n    \"objects\": 2,\n    \"bytes\": BYTES,");

        operations.objects().forEach(object -> operations.delete(object.key()));
        source.suspendVersioning();
        assertThat(definitions.run("replication").status()).isEqualTo(1);
        assertThat(runRecords()).singleElement().asString().endsWith("/START-failed-RUN.json");
        assertThat(record())
                .contains(named("\"message\": \"Cannot replicate the bucket \\\"photos-N\\\" to \\\"copy-N\\\": "));
    }

    @Test
    void aDryRunLeavesNoRecord() {
        assertThat(definitions.run("replication", "--dry-run").status()).isZero();
        assertThat(definitions.run("inventory", "--dry-run").status()).isZero();
        assertThat(operations.objects()).isEmpty();
    }

    @Test
    void aRecordThatCannotBeLeftIsAWarningAndChangesNothing() throws IOException {
        try (Faults.Fault fault =
                server.faults().denied(request -> request.bucket().equals(operations.name()))) {
            CommandLineRun run = definitions.run("inventory");
            assertThat(run.status()).isZero();
            assertThat(run.err()
                            .replaceAll("request [0-9A-F]+", "request ID")
                            .replaceAll("/[0-9TZ.]+-succeeded-[0-9a-f]+", "/NAME"))
                    .isEqualTo(named("Warning: the run is not recorded. Cannot write \"stocktake/run-records/"
                            + "accountid=111122223333/region=us-east-1/photos-N/inventory/photos-N%2Fall/NAME.json\" in"
                            + " the bucket \"ops-N\" of the store \"embedded\": AccessDenied: Access Denied (status 403,"
                            + " request ID); it needs the permission s3:PutObject\n"));
        }
        definitions.write(
                "stores.yaml",
                definitions.read("stores.yaml").replaceAll("(?m)^operations.*", "")
                        + "    buckets: [\"photos-*\", \"copy-*\", \"reports-*\"]\noperations: s3a://nowhere/x\n");
        CommandLineRun unknown = definitions.run("inventory");
        assertThat(unknown.status()).isZero();
        assertThat(unknown.err())
                .isEqualTo(
                        "Warning: the run is not recorded. Cannot write to \"s3a://nowhere/x\": Cannot find the bucket"
                                + " \"nowhere\": none of the stores \"embedded\" claims it. Add it to the buckets of its store in"
                                + " stores.yaml.\n");
    }

    @Test
    void aSyncIsRecordedOfItsDestination() throws IOException {
        DefinitionDirectory opened = new DefinitionDirectory(new LocalDefinitionFiles(definitions.directory()));
        Stores stores = opened.stores();
        ResourceDataSync sync = opened.resourceDataSyncs().get(0).sync();
        StringWriter err = new StringWriter();
        RunRecording recording = RunRecording.of(stores, new PrintWriter(err));
        List<SyncedBucket> brought = List.of(new SyncedBucket("111122223333", "us-east-1", source.name(), "all"));

        recording.sync(sync, MONDAY, new SyncResult(3, brought, List.of(), brought, 20, 4_000, 12, 1));
        assertThat(keys())
                .containsExactly(named("stocktake/run-records/accountid=111122223333/region=us-east-1/reports-N/"
                        + "resource-data-sync/lake/START-succeeded-RUN.json"));
        assertThat(record()).contains("""
                    "message": "Brought 1 bucket, 3 had nothing new.",
                    "objects": 20,
                    "bytes": BYTES,
                    "requests": REQUESTS,
                    "retries": 1,
                """);

        operations.objects().forEach(object -> operations.delete(object.key()));
        recording.sync(
                sync,
                MONDAY,
                new SyncResult(
                        3,
                        List.of(),
                        List.of(new SyncFailure("bucket \"a\"", "A."), new SyncFailure("bucket \"b\"", "B.")),
                        brought,
                        0,
                        0,
                        12,
                        1));
        assertThat(record()).contains("\"outcome\": \"incomplete\",\n    \"message\": \"A.\\nB.\",");

        operations.objects().forEach(object -> operations.delete(object.key()));
        recording.failedSync(sync, MONDAY, new IllegalStateException("Cannot write there."));
        assertThat(record()).contains("\"outcome\": \"failed\",\n    \"message\": \"Cannot write there.\",");
        assertThat(err.toString()).isEmpty();
    }

    /** Of the records, not of what a replication keeps beside them. */
    private List<String> runRecords() {
        return keys().stream().filter(key -> key.contains("/run-records/")).toList();
    }

    private List<String> keys() {
        return operations.objects().stream()
                .map(StoredVersion::key)
                .map(key -> key.replaceAll(
                        "/[0-9]{8}T[0-9]{6}\\.[0-9]{3}Z-([a-z]+)-[0-9a-f]{12}\\.json", "/START-$1-RUN.json"))
                .toList();
    }

    /** The only record, without what differs from run to run. */
    private String record() {
        String key = operations.objects().stream()
                .map(StoredVersion::key)
                .filter(name -> name.contains("/run-records/"))
                .findFirst()
                .orElseThrow();
        return new String(operations.content(key).orElseThrow(), UTF_8)
                .replaceAll("\"run\": \"[0-9a-f]{12}\"", "\"run\": \"RUN\"")
                .replaceAll("(start|end)\": \"[0-9T:.-]+Z\"", "$1\": \"INSTANT\"")
                .replaceAll("(bytes)\": [1-9][0-9]*", "$1\": BYTES")
                .replaceAll("(requests)\": [1-9][0-9]*", "$1\": REQUESTS")
                .replaceAll("/[0-9T-]+Z/manifest", "/MINUTE/manifest")
                .replaceAll("job-[0-9a-f-]+", "job-ID")
                .replaceAll("data/[0-9a-f-]+\\.csv\\.gz", "data/FILE")
                .replaceAll("request [0-9A-F]+", "request ID");
    }

    private String named(String text) {
        return text.replaceAll("(photos|copy|reports|ops)-N", "$1-" + number);
    }
}
