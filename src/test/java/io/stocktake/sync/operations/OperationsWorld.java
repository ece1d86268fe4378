package io.stocktake.sync.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.inventory.Frequency;
import io.stocktake.config.stores.Stores;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncState;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.run.CompletedRun;
import io.stocktake.run.CompletedRuns;
import io.stocktake.run.Job;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunId;
import io.stocktake.run.RunOutcome;
import io.stocktake.run.RunSubject;
import io.stocktake.run.WorkingPlace;
import io.stocktake.sync.SyncProgress;
import io.stocktake.sync.SyncRequest;
import io.stocktake.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three stores of two accounts, units and Regions, records of runs, and runs of one SyncFromSource, each of which begins
 * with the state that the one before has left.
 */
final class OperationsWorld implements AutoCloseable {
    static final String HOME = "111122223333";
    static final String OTHER = "444455556666";
    static final String EVERYTHING = """
            "SyncSource": {"SourceType": "AwsOrganizations", "SourceRegions": ["eu-west-1", "us-east-1"],
              "AwsOrganizationsSource": {"OrganizationSourceType": "EntireOrganization"}}""";

    /** The buckets that runs are about, in their stores. */
    static final RunSubject PHOTOS = inventory(HOME, "eu-west-1", "photos", "ou-aaaa-11111111");

    static final RunSubject ARCHIVE = inventory(HOME, "us-east-1", "archive", "ou-aaaa-11111111");
    static final RunSubject FOREIGN = inventory(OTHER, "eu-west-1", "foreign", "ou-bbbb-22222222");

    private final EmbeddedS3 server;
    private final Path definitions;
    private final EmbeddedBucket operations;
    private final EmbeddedBucket lake;
    private String stores;
    private String sync;
    private SyncState state;
    private SyncProgress progress = new SyncProgress();
    private int runs;

    OperationsWorld(EmbeddedS3 server, Path definitions) throws IOException {
        this.server = server;
        this.definitions = definitions;
        String number = definitions.getFileName().toString();
        this.operations = server.createBucket("ops-" + number);
        this.lake = server.createBucket("lake-" + number);
        this.stores = """
                accountId: "111122223333"
                stores:
                  - {name: minerva, endpoint: "%1$s", region: eu-west-1, organizationalUnit: ou-aaaa-11111111,
                     buckets: [photos, "ops-*", "lake-*"]}
                  - {name: juno, endpoint: "%1$s", region: us-east-1, organizationalUnit: ou-aaaa-11111111,
                     buckets: [archive]}
                  - {name: vesta, endpoint: "%1$s", region: eu-west-1, accountId: "444455556666",
                     organizationalUnit: ou-bbbb-22222222, buckets: [foreign]}
                operations: s3a://ops-%2$s/stocktake
                """.formatted(server.endpoint(), number);
        this.state = SyncState.created(Instant.parse("2026-11-01T00:00:00Z"), List.of("eu-west-1", "us-east-1"));
        define(EVERYTHING);
    }

    private static RunSubject inventory(String account, String region, String bucket, String unit) {
        return new RunSubject(
                Job.INVENTORY,
                bucket + "/everything",
                account,
                region,
                bucket,
                Optional.of(unit),
                Optional.of(Frequency.DAILY));
    }

    /** A run of a minute without anything to tell. */
    static CompletedRun run(RunSubject subject, String id, String start, RunOutcome outcome) {
        Instant began = Instant.parse(start);
        return new CompletedRun(
                new RunId(id),
                subject,
                began,
                began.plusSeconds(60),
                outcome,
                outcome.word() + ".",
                RunCounts.NONE,
                Optional.empty());
    }

    /** The sync writes to the lake from now on. */
    OperationsWorld define(String source) {
        return define(
                source,
                "\"S3Destination\": {\"BucketName\": \"" + lake.name()
                        + "\", \"Prefix\": \"syncs\", \"SyncFormat\": \"JsonSerDe\", \"Region\": \"eu-west-1\"},");
    }

    OperationsWorld define(String source, String destination) {
        sync = "{\"SyncName\": \"ops\", \"SyncType\": \"SyncFromSource\", " + destination + source + "}";
        return this;
    }

    OperationsWorld changeStores(String from, String to) {
        if (!stores.contains(from)) {
            throw new IllegalArgumentException("Cannot find \"" + from + "\" in stores.yaml");
        }
        stores = stores.replace(from, to);
        return this;
    }

    OperationsWorld write(String path, String content) throws IOException {
        Path file = definitions.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    OperationsWorld record(CompletedRun... completed) throws IOException {
        try (CompletedRuns records =
                CompletedRuns.open(WorkingPlace.parse("s3a://" + operations.name() + "/stocktake", stores()))) {
            List.of(completed).forEach(records::put);
        }
        return this;
    }

    Stores stores() throws IOException {
        return directory().stores();
    }

    DefinitionDirectory directory() throws IOException {
        write("stores.yaml", stores);
        return new DefinitionDirectory(new LocalDefinitionFiles(definitions));
    }

    /** Runs the sync, and keeps what a state keeps of it. */
    SyncResult sync(String now) throws IOException {
        server.requests().clear();
        progress = new SyncProgress();
        SyncRequest request = request(now);
        SyncResult result = OperationsSync.run(request, state, progress);
        runs++;
        state = state.watching(result.watched()).succeeded(request.now(), "run " + runs, result.synced());
        return result;
    }

    /** Says what a run would bring. */
    OperationsForecast forecast(String now) throws IOException {
        return OperationsSync.forecast(request(now), state);
    }

    private SyncRequest request(String now) throws IOException {
        ResourceDataSync parsed = ResourceDataSyncs.parse("ops.json", sync.getBytes(UTF_8), DocumentFormat.JSON);
        return new SyncRequest(parsed, directory(), stores(), Instant.parse(now), Optional.empty());
    }

    SyncProgress progress() {
        return progress;
    }

    SyncState state() {
        return state;
    }

    EmbeddedBucket operations() {
        return operations;
    }

    EmbeddedBucket lake() {
        return lake;
    }

    /** The requests of the last run by operation. */
    Map<String, Long> requests() {
        return server.requests().counts();
    }

    /** The keys of all captures in the lake. */
    List<String> captures() {
        return lake.objects().stream().map(StoredVersion::key).toList();
    }

    /** The lines of a capture of a run's bucket. */
    List<String> lines(String type, RunSubject subject) {
        return text(
                        lake,
                        "syncs/" + type + "/accountid=" + subject.accountId() + "/region=" + subject.region()
                                + "/resourcetype=S3Bucket/" + subject.bucket() + ".json")
                .lines()
                .toList();
    }

    static String text(EmbeddedBucket bucket, String key) {
        return new String(bucket.content(key).orElseThrow(), UTF_8);
    }

    @Override
    public void close() {
        server.faults().clear();
    }
}
