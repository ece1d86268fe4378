package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
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
class ReplicationCommandTest {
    private static final Instant MONDAY = Instant.parse("2026-11-02T08:00:00Z");

    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private int number;
    private DefinitionsFixture definitions;
    private EmbeddedBucket source;
    private EmbeddedBucket copy;
    private EmbeddedBucket reports;

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
        definitions.write("stores.yaml", """
                stores:
                  - name: embedded
                    endpoint: %s
                    accountId: "111122223333"
                """.formatted(server.endpoint()));
        source = server.createBucket("photos-" + number);
        copy = server.createBucket("copy-" + number);
        reports = server.createBucket("reports-" + number);
        definitions.write(document(), configuration("Enabled"));
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

    // What a run does

    @Test
    void aDryRunSaysWhatWouldBeCopiedAndWritesNothing() {
        fill();
        server.requests().clear();

        assertThat(replicate("--dry-run")).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                  everything        5      0              0        5     28          0               0          0             0
                """)));
        assertThat(copy.versions()).isEmpty();
        assertThat(server.requests().counts().keySet())
                .containsExactlyInAnyOrder("GetBucketVersioning", "ListObjectVersions", "HeadObject");
    }

    @Test
    void aRunCopiesWhatIsMissingAndASecondRunNothing() {
        fill();

        assertThat(replicate()).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      0              0       5     28         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(copy))
                .isEqualTo(histories(source))
                .containsExactly("a.txt 5", "a.txt 6", "b.txt 7", "b.txt deleted", "ü +.txt 10");

        assertThat(replicate("--verify")).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      5              0       0      0         0       0          0             0
                  REQUESTS
                Verified photos-N → copy-N: nothing that the source had at the start is missing.
                """)));
        assertThat(copy.versions()).hasSize(5);
    }

    @Test
    void everyDestinationHasItsOwnTableAndADisabledRuleIsNamed() throws IOException {
        fill();
        EmbeddedBucket other = server.createBucket("other-" + number).enableVersioning();
        definitions.write(document(), named("""
                {"Role": "r", "Rules": [
                  {"ID": "texts", "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": "a"},
                   "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": "arn:aws:s3:::copy-N"}},
                  {"ID": "later", "Priority": 2, "Status": "Disabled", "Filter": {},
                   "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {"Bucket": "arn:aws:s3:::copy-N"}},
                  {"ID": "second", "Priority": 3, "Status": "Enabled", "Filter": {"Prefix": "b"},
                   "DeleteMarkerReplication": {"Status": "Enabled"}, "Destination": {"Bucket": "arn:aws:s3:::other-N"}}]}
                """));

        assertThat(replicate()).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule              matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  texts                   2      0              0       2     11         0       0          0             0
                  later (disabled)        0      0              0       0      0         0       0          0             0
                  REQUESTS

                photos-N → other-N
                  rule    matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  second        2      0              0       2      7         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(other)).containsExactly("b.txt 7", "b.txt deleted");
    }

    // Reports, plans and manifests

    @Test
    void whatFailedIsInTheReportAndTheReportIsAManifest() throws IOException {
        fill();
        CommandLineRun first;
        try (Faults.Fault fault = server.faults()
                .denied(request -> request.operation().equals("CopyObject")
                        && request.key().equals("a.txt"))) {
            first = replicate("--report", "s3a://" + reports.name() + "/replication");
        }

        assertThat(first)
                .isEqualTo(new CommandLineRun(
                        3,
                        named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      0              0       3     17         0       2          0             0
                  everything, failed: 2 DstPutObjectNotPermitted
                  REQUESTS
                Report of photos-N → copy-N: s3a://reports-N/replication/job-ID/manifest.json
                """),
                        named("2 tasks of replication photos-N → copy-N failed; the report says which and why.\n")));
        assertThat(reports.objects().stream()
                        .map(object -> object.key()
                                .replaceAll("job-[0-9a-f-]+", "job-ID")
                                .replaceAll("[0-9a-f]{40}", "RESULT")))
                .filteredOn(key -> key.contains("/job-"))
                .containsExactly(
                        "replication/job-ID/manifest.json",
                        "replication/job-ID/manifest.json.md5",
                        "replication/job-ID/results/RESULT.csv",
                        "replication/job-ID/results/RESULT.csv");

        source.put(PutRequest.of("later.txt", new byte[3]).lastModified(MONDAY.plusSeconds(60)));
        CommandLineRun second = replicate("--manifest", local("/manifest.json").toString());

        assertThat(second).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        2      0              0       2     11         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(copy)).containsExactly("a.txt 5", "a.txt 6", "b.txt 7", "b.txt deleted", "ü +.txt 10");
    }

    @Test
    void aReportOfFailedTasksOnlyHasNoOther() {
        fill();

        CommandLineRun run = replicate("--report", "s3a://" + reports.name(), "--report-scope", "FailedTasksOnly");

        assertThat(run.status()).isZero();
        assertThat(run.out()).endsWith(named("Report of photos-N → copy-N: s3a://reports-N/job-ID/manifest.json\n"));
        assertThat(reports.objects()).extracting(StoredVersion::key).noneMatch(key -> key.contains("/results/"));
    }

    @Test
    void aPlanIsAManifest() throws IOException {
        fill();
        String plans = directory.resolve("plans-" + number).toString();
        Path plan = Path.of(plans, source.name(), copy.name() + ".csv");

        assertThat(replicate("--dry-run", "--plan", plans, "--match-any-prefix", "b", "--match-any-prefix", "ü"))
                .isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                  everything        3      0              0        3     17          0               0          0             0
                Plan of photos-N → copy-N: PLAN
                """).replace("PLAN", plan.toString())));
        assertThat(Files.readAllLines(plan).stream().map(line -> line.replaceAll(",[^,]*$", "")))
                .containsExactly(
                        source.name() + ",b.txt", source.name() + ",b.txt", source.name() + ",%C3%BC%20%2B.txt");
        assertThat(plan.getParent().toFile().list()).containsExactly(copy.name() + ".csv");

        assertThat(replicate("--manifest", plan.toString())).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        3      0              0       3     17         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(copy)).containsExactly("b.txt 7", "b.txt deleted", "ü +.txt 10");

        assertThat(replicate("--dry-run", "--plan", plans, "--match-any-prefix", "b")
                        .out())
                .doesNotContain("Plan of");
        assertThat(plan).doesNotExist();
    }

    @Test
    void aManifestThatIsNotThereFailsTheRun() {
        fill();
        assertThat(replicate("--manifest", directory + "/none.csv"))
                .isEqualTo(failed("Cannot read manifest \"" + directory + "/none.csv\": it does not exist"));
    }

    // Conflicts

    @Test
    void aConflictIsReportedAndLeftAloneUnlessTheLatestIsToBeCopied() {
        fill();
        copy.put(PutRequest.of("a.txt", new byte[99]).lastModified(MONDAY.plusSeconds(600)));

        assertThat(replicate("--dry-run").out()).isEqualTo(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  to copy  bytes  to repair  not insertable  conflicts  not eligible
                  everything        5      0              0        3     17          0               0          2             0
                  everything, conflict: 2 the destination has other entries, and they are not older
                """));
        assertThat(replicate("--verify"))
                .isEqualTo(new CommandLineRun(
                        3,
                        named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      0              0       3     17         0       0          2             0
                  everything, failed: 2 HistoryConflict
                  REQUESTS
                Verified photos-N → copy-N: nothing that the source had at the start is missing.
                """),
                        named("2 tasks of replication photos-N → copy-N failed;"
                                + " with --report s3a://BUCKET/PREFIX a report says which and why.\n")));
        assertThat(histories(copy)).containsExactly("a.txt 99", "b.txt 7", "b.txt deleted", "ü +.txt 10");

        assertThat(replicate("--on-conflict", "copy-latest"))
                .isEqualTo(new CommandLineRun(
                        3,
                        named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        5      3              0       1      6         0       1          0             0
                  everything, failed: 1 NotInsertable
                  REQUESTS
                """),
                        named("1 task of replication photos-N → copy-N failed;"
                                + " with --report s3a://BUCKET/PREFIX a report says which and why.\n")));
        assertThat(histories(copy)).containsExactly("a.txt 99", "a.txt 6", "b.txt 7", "b.txt deleted", "ü +.txt 10");
    }

    // Obstacles

    @Test
    void anUnversionedSourceIsRefusedButForItsCurrentObjects() {
        source.put(PutRequest.of("a.txt", new byte[5]).lastModified(MONDAY));

        assertThat(replicate())
                .isEqualTo(failed(named("Cannot replicate the bucket \"photos-N\" to \"copy-N\": the versioning of the"
                        + " source bucket \"photos-N\" is not set; current objects alone can be replicated with"
                        + " --current-only (400 InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a"
                        + " replication configuration)")));
        assertThat(replicate("--current-only")).isEqualTo(CommandLineRun.done(named("""
                photos-N → copy-N
                  rule        matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  everything        1      0              0       1      5         0       0          0             0
                  REQUESTS
                """)));
        assertThat(histories(copy)).containsExactly("a.txt 5");
        assertThat(replicate("--current-only").out()).contains("  everything        1      1 ");
    }

    @Test
    void anUnversionedDestinationIsRefused() {
        source.enableVersioning();

        assertThat(replicate())
                .isEqualTo(failed(named("Cannot replicate the bucket \"photos-N\" to \"copy-N\": the versioning of the"
                        + " destination bucket \"copy-N\" is not set (400 InvalidRequest: Destination bucket must"
                        + " have versioning enabled.)")));
        assertThat(replicate("--dry-run").status()).isEqualTo(1);
    }

    @Test
    void speculationIsRefused() {
        System.setProperty("spark.speculation", "true");
        try {
            assertThat(replicate())
                    .isEqualTo(new CommandLineRun(
                            2,
                            "",
                            "Cannot replicate with spark.speculation=true: a task that runs twice at one time would copy"
                                    + " twice. Leave the setting out.\n"));
        } finally {
            System.clearProperty("spark.speculation");
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() throws IOException {
        source.enableVersioning();
        definitions.write(document(), configuration("Enabled").replace("copy-", "nowhere-"));

        assertThat(replicate())
                .isEqualTo(
                        failed(named("Cannot replicate the bucket \"photos-N\" to \"nowhere-N\": the destination bucket"
                                + " \"nowhere-N\" is missing (400 InvalidRequest: Destination bucket must have versioning"
                                + " enabled.)")));
    }

    @Test
    void validateOnlineAsksForVersioning() {
        copy.suspendVersioning();

        assertThat(definitions.run("validate", "--online"))
                .isEqualTo(new CommandLineRun(
                        2,
                        named("""
                buckets/photos-N/replication.json: (source bucket): "photos-N" the versioning of the source bucket "photos-N" is not set; current objects alone can be replicated with --current-only (400 InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration)
                buckets/photos-N/replication.json: Rules[0].Destination.Bucket: "copy-N" the versioning of the destination bucket "copy-N" is Suspended (400 InvalidRequest: Destination bucket must have versioning enabled.)
                """),
                        "Cannot use the definitions in \"" + definitions.directory() + "\": 2 problems.\n"));

        source.enableVersioning();
        copy.enableVersioning();
        assertThat(definitions.run("validate", "--online"))
                .isEqualTo(CommandLineRun.done("No problem in \"" + definitions.directory()
                        + "\": 0 inventory configurations, 1 replication configuration and 0 resource data syncs on 1"
                        + " store.\n"));
    }

    @Test
    void validateOnlineAsksWhetherTheBucketsMayBeListedAndWhoOwnsThem() throws IOException {
        source.enableVersioning();
        copy.enableVersioning();
        try (Faults.Fault listing = server.faults()
                .denied(request -> request.operation().equals("ListObjectVersions")
                        && request.bucket().equals(copy.name()))) {
            assertThat(definitions.run("validate", "--online").out().replaceAll("request [0-9A-F]+", "request ID"))
                    .isEqualTo(named("""
                    buckets/photos-N/replication.json: Rules[0].Destination.Bucket: "copy-N" Cannot list bucket "copy-N" of store "embedded": AccessDenied: Access Denied (status 403, request ID); it needs the permission s3:ListBucketVersions
                    """));
        }
        definitions.write("stores.yaml", definitions.read("stores.yaml").replace("111122223333", "444455556666"));
        definitions.write(
                document(),
                configuration("Enabled").replace("\"Bucket\":", "\"Account\": \"444455556666\", \"Bucket\":"));
        assertThat(definitions.run("validate", "--online").out().replaceAll("request [0-9A-F]+", "request ID"))
                .isEqualTo(named("""
                buckets/photos-N/replication.json: Rules[0].Destination.Bucket: "copy-N" Cannot get the versioning of the bucket "copy-N" of the store "embedded": AccessDenied: Access Denied (status 403, request ID); it needs the permission s3:GetBucketVersioning
                """));
    }

    // What is refused before anything is started

    @Test
    void disabledRulesAloneAreNothingToDo() throws IOException {
        definitions.write(document(), configuration("Disabled"));
        assertThat(replicate()).isEqualTo(CommandLineRun.done("No replication rule is enabled.\n"));
    }

    @Test
    void aBucketWithoutAConfigurationIsRefused() {
        assertThat(replicate("--bucket", "nowhere"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot replicate --bucket \"nowhere\": no replication configuration in"
                                + " \"" + definitions.directory() + "\" is of it."));
    }

    @Test
    void optionsThatCannotBeMeantSoAreRefused() {
        refuses("--on-conflict: \"overwrite\" is neither leave nor copy-latest", "--on-conflict", "overwrite");
        refuses("--compare: \"owner\" is none of tags, lock and acl", "--compare", "tags,owner");
        refuses(
                "--max-bandwidth: \"fast\" is not a number of bytes a second such as 200MiB or 1.5GB",
                "--max-bandwidth",
                "fast");
        refuses("--max-requests-per-second: \"0.0\" is not above 0", "--max-requests-per-second", "0");
        refuses("--max-requests-per-second: \"many\" is not a number", "--max-requests-per-second", "many");
        refuses("--keys-in-flight and --parts-in-flight are at least 1", "--keys-in-flight", "0");
        refuses("--report: \"reports/here\" is not s3a://BUCKET/PREFIX", "--report", "reports/here");
        refuses("--report-scope: \"all\" is neither AllTasks nor FailedTasksOnly", "--report-scope", "all");
        refuses(
                "--manifest and the inventories exclude each other: a manifest names single objects",
                "--manifest",
                "m.csv",
                "--source-inventory",
                "manifest.json");
        refuses("--plan goes with --dry-run: what is copied at once needs no plan", "--plan", "plans");
        refuses("--stale-after: \"0\" is not above 0", "--stale-after", "0");
        refuses(
                "--created-after: \"yesterday\" is neither an instant such as 2026-11-06T21:32:00Z nor a day",
                "--created-after",
                "yesterday");
        refuses(
                "--object-replication-statuses: \"DONE\" is none of NONE, FAILED, COMPLETED, REPLICA",
                "--object-replication-statuses",
                "DONE");
        refuses("--object-size-less-than-bytes: \"1MB\" is not a number", "--object-size-less-than-bytes", "1MB");
    }

    @Test
    void filtersThatNothingCanPassAreRefused() {
        assertThat(replicate("--created-after", "2026-11-06", "--created-before", "2026-11-05"))
                .isEqualTo(CommandLineRun.refused("Cannot filter by date: nothing was created after"
                        + " \"2026-11-06T00:00:00Z\" and before \"2026-11-05T00:00:00Z\"."));
    }

    @Test
    void aReportForABucketOfNoStoreIsRefused() throws IOException {
        definitions.write("stores.yaml", definitions.read("stores.yaml") + "    buckets: [\"photos-*\", \"copy-*\"]\n");
        assertThat(replicate("--report", "s3a://elsewhere/x"))
                .isEqualTo(CommandLineRun.refused("Cannot write to \"s3a://elsewhere/x\": Cannot find the bucket"
                        + " \"elsewhere\": none of the stores \"embedded\" claims it. Add it to the buckets of its store"
                        + " in stores.yaml."));
    }

    private void refuses(String why, String... options) {
        assertThat(replicate(options))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run replication: " + why + ". See: ./spark-submit.sh replication --help"));
    }

    /** Five versions of three keys, and a bucket for their replicas. */
    private void fill() {
        source.enableVersioning();
        copy.enableVersioning();
        source.put(PutRequest.of("a.txt", new byte[5]).lastModified(MONDAY));
        source.put(PutRequest.of("a.txt", new byte[6]).lastModified(MONDAY.plusSeconds(10)));
        source.put(PutRequest.of("b.txt", new byte[7]).lastModified(MONDAY.plusSeconds(20)));
        source.delete("b.txt", MONDAY.plusSeconds(30));
        source.put(PutRequest.of("ü +.txt", new byte[10]).lastModified(MONDAY.plusSeconds(40)));
    }

    private CommandLineRun replicate(String... options) {
        String[] line = new String[options.length + 1];
        line[0] = "replication";
        System.arraycopy(options, 0, line, 1, options.length);
        CommandLineRun run = definitions.run(line);
        return new CommandLineRun(
                run.status(),
                run.out()
                        .replaceAll("[0-9,]+ requests?, [0-9,]+ retr(y|ies), [0-9:]+", "REQUESTS")
                        .replaceAll("job-[0-9a-f-]+", "job-ID"),
                run.err());
    }

    private CommandLineRun failed(String message) {
        return new CommandLineRun(1, "", message + "\n");
    }

    /** The same with the number of the test's buckets. */
    private String named(String text) {
        return text.replaceAll("(photos|copy|reports|other|nowhere)-N", "$1-" + number);
    }

    private String document() {
        return "buckets/" + source.name() + "/replication.json";
    }

    private String configuration(String status) {
        return named("""
                {"Role": "arn:aws:iam::111122223333:role/replication", "Rules": [
                  {"ID": "everything", "Priority": 1, "Status": "%s", "Filter": {},
                   "DeleteMarkerReplication": {"Status": "Enabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::copy-N"}}]}
                """.formatted(status));
    }

    /** The report's folder as files, and the path of the one whose key ends so. */
    private Path local(String suffix) throws IOException {
        Path root = directory.resolve("reports-" + number);
        Path found = root;
        for (StoredVersion object : reports.objects()) {
            Path file = root.resolve(object.key());
            Files.createDirectories(file.getParent());
            Files.write(file, reports.content(object.key()).orElseThrow());
            if (object.key().endsWith(suffix)) {
                found = file;
            }
        }
        return found;
    }

    /** Each version's key and size, by key, oldest first. */
    private static List<String> histories(EmbeddedBucket bucket) {
        List<StoredVersion> versions = bucket.versions();
        return versions.stream()
                .map(StoredVersion::key)
                .distinct()
                .flatMap(key -> versions.stream()
                        .filter(version -> version.key().equals(key))
                        .sorted((one, other) -> versions.indexOf(other) - versions.indexOf(one)))
                .map(version -> version.key() + " " + (version.isDeleteMarker() ? "deleted" : version.size()))
                .toList();
    }
}
