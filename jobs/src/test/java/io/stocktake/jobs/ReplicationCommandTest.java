package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReplicationCommandTest extends ReplicatedBuckets {
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
}
