package io.stocktake.sync.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncState;
import io.stocktake.inventory.StoreUnderTest;
import io.stocktake.run.CompletedRun;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunId;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import io.stocktake.run.WorkingPlace;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What real stores must not read otherwise: keys with percent signs and colons, and the key of a destination. */
class OperationsOfAStoreTest {
    private static final Instant START = Instant.parse("2026-11-22T04:41:50.123Z");

    @TempDir
    private Path definitions;

    static Stream<String> stores() {
        return StoreUnderTest.namesAndCeph();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void recordsBecomeEncryptedCaptures(String name) throws Exception {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        String bucket = "operations-" + UUID.randomUUID();
        try (StoreUnderTest store = StoreUnderTest.open(name);
                S3Client client = store.client()) {
            client.createBucket(create -> create.bucket(bucket));
            Files.writeString(definitions.resolve("stores.yaml"), """
                    stores: [{name: minerva, endpoint: "%s", region: eu-west-1, accountId: "111122223333"}]
                    operations: s3a://%s/ops
                    """.formatted(
                            store.store().endpoint().orElseThrow(), bucket));
            DefinitionDirectory directory = new DefinitionDirectory(new LocalDefinitionFiles(definitions));
            WorkingPlace operations = WorkingPlace.parse("s3a://" + bucket + "/ops", directory.stores());
            RunSubject replication = RunSubject.replication(
                    directory.stores().bucket("photos"), directory.stores().bucket("photos-copy"), directory.stores());
            try (CompletedRuns records = CompletedRuns.open(operations)) {
                records.put(new CompletedRun(
                        new RunId("00000000000a"),
                        replication,
                        START,
                        START.plusSeconds(60),
                        RunOutcome.INCOMPLETE,
                        "1 task failed.",
                        new RunCounts(2, 11, 20, 0, Map.of("AccessDenied", 1L)),
                        Optional.empty()));
            }
            SyncRequest request = new SyncRequest(
                    ResourceDataSyncs.parse(
                            "ops.json", """
                            {"SyncName": "ops", "SyncType": "SyncFromSource",
                             "SyncSource": {"SourceType": "SingleAccountMultiRegions", "SourceRegions": ["eu-west-1"]},
                             "S3Destination": {"BucketName": "%s", "Prefix": "lake", "SyncFormat": "JsonSerDe",
                               "Region": "eu-west-1", "AWSKMSKeyARN": "%s"}}
                            """.formatted(bucket, store.kmsKey()).getBytes(UTF_8), DocumentFormat.JSON),
                    directory,
                    directory.stores(),
                    START.plusSeconds(3600),
                    Optional.empty());
            SyncState before = SyncState.created(START, List.of("eu-west-1"));

            SyncResult result = OperationsSync.run(request, before, new SyncProgress());

            assertThat(result.failures()).isEmpty();
            assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents())
                    .extracting(S3Object::key)
                    .containsExactly(
                            "lake/" + capture("Custom:OpsData"),
                            "lake/" + capture("Custom:OpsItem"),
                            "ops/run-records/accountid=111122223333/region=eu-west-1/photos/replication/"
                                    + "photos%20%E2%86%92%20photos-copy/20261122T044150.123Z-incomplete-00000000000a.json");
            for (String type : List.of("Custom:OpsData", "Custom:OpsItem")) {
                GetObjectResponse head = client.getObjectAsBytes(
                                get -> get.bucket(bucket).key("lake/" + capture(type)))
                        .response();
                assertThat(head.ssekmsKeyId()).isEqualTo(store.kmsKey());
            }
            assertThat(client.getObjectAsBytes(get -> get.bucket(bucket).key("lake/" + capture("Custom:OpsItem")))
                            .asUtf8String())
                    .isEqualTo("{\"OpsItemId\":\"oi-549dbfa1b898\","
                            + "\"Title\":\"1 failed object of replication photos → photos-copy: AccessDenied\","
                            + "\"Category\":\"FailedObjects\",\"Status\":\"Open\",\"Severity\":\"3\","
                            + "\"Job\":\"replication\",\"Definition\":\"photos → photos-copy\","
                            + "\"RunId\":\"00000000000a\",\"ErrorCode\":\"AccessDenied\",\"Objects\":\"1\","
                            + "\"Message\":\"1 task failed.\",\"CreatedTime\":\"2026-11-22T04:42:50.123Z\","
                            + "\"resourceId\":\"photos\",\"captureTime\":\"2026-11-22T05:41:50Z\","
                            + "\"schemaVersion\":\"1.0\"}\n");
            assertThat(OperationsSync.run(request, before.succeeded(START, "done", result.synced()), new SyncProgress())
                            .brought())
                    .isEmpty();
        }
    }

    private static String capture(String type) {
        return type + "/accountid=111122223333/region=eu-west-1/resourcetype=S3Bucket/photos.json";
    }
}
