package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InventoryCommandTest {
    private static final String MINUTE = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}Z";

    @TempDir
    private Path definitions;

    private EmbeddedS3 server;
    private int number;
    private String source;
    private String destination;

    @BeforeAll
    void start() {
        System.setProperty("spark.master", "local[4]");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void makeBuckets() throws IOException {
        number++;
        source = "photos-" + number;
        destination = "reports-" + number;
        EmbeddedBucket bucket = server.createBucket(source);
        for (int i = 0; i < 2_500; i++) {
            bucket.put("album-%d/%04d.jpg".formatted(i % 3, i), new byte[i % 5]);
        }
        server.createBucket(destination);
        write("stores.yaml", """
                stores:
                  - name: embedded
                    endpoint: %s
                    accountId: "111122223333"
                """.formatted(server.endpoint()));
    }

    @AfterEach
    void endFaults() throws IOException {
        server.faults().clear();
        server.requests().clear();
        for (String id : List.of("parquet", "csv", "off")) {
            Files.deleteIfExists(definitions.resolve("buckets/" + source + "/inventory/" + id + ".json"));
        }
    }

    @AfterAll
    void stop() {
        server.close();
        System.clearProperty("spark.master");
    }

    @Test
    void deliversEveryEnabledConfigurationAndSaysWhereTheReportsAre() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        configure("csv", "CSV", "Weekly", true);
        configure("off", "ORC", "Daily", false);

        CommandLineRun run = inventory();

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading)
                                .matches("configuration +objects +bytes +files +requests +seconds +manifest"),
                        csv -> assertThat(csv)
                                .matches(source + "/csv +2,500 +[0-9,]+ +[1-9] +[0-9,]+ +[0-9.]+  s3a://" + destination
                                        + "/all/" + source + "/csv/" + MINUTE + "/manifest\\.json"),
                        parquet -> assertThat(parquet)
                                .matches(source + "/parquet +2,500 +[0-9,]+ +[1-9] +[0-9,]+ +[0-9.]+  s3a://"
                                        + destination + "/all/" + source + "/parquet/" + MINUTE
                                        + "/manifest\\.json"));
        assertThat(keys()).filteredOn(key -> key.endsWith("manifest.checksum")).hasSize(2);
        assertThat(keys()).noneMatch(key -> key.contains("/runs/") || key.contains("/off/"));
    }

    @Test
    void aSecondRunInTheSameMinuteIsASecondReportAndNeedsNoProbe() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        inventory();
        server.requests().clear();

        CommandLineRun run = inventory();

        assertThat(run.status()).isZero();
        assertThat(keys()).filteredOn(key -> key.endsWith("manifest.checksum")).hasSize(2);
        assertThat(server.requests().all("ListObjectsV2"))
                .filteredOn(request -> request.bucket().equals(source))
                .as("2,500 keys, three pages, nothing else")
                .hasSize(3);
    }

    @Test
    void anEmptyBucketIsDeliveredTwice() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        server.bucket(source).objects().forEach(object -> server.bucket(source).delete(object.key()));

        for (int time = 1; time <= 2; time++) {
            CommandLineRun run = inventory();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().lines().toList().get(1)).matches(source + "/parquet +0 +0 +0 +[0-9]+ +[0-9.]+  s3a.*");
        }
        assertThat(keys()).filteredOn(key -> key.endsWith("manifest.checksum")).hasSize(2);
        assertThat(keys()).noneMatch(key -> key.contains("/data/"));
    }

    @Test
    void onlyWhatIsDueIsDelivered() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        configure("csv", "CSV", "Weekly", true);
        assertThat(inventory("--due").out().lines()).hasSize(3);

        assertThat(inventory("--due")).isEqualTo(CommandLineRun.done("No report is due.\n"));
        assertThat(inventory("--due", "--time", "2999-01-01T00:00:00Z").out().lines())
                .hasSize(3);
    }

    @Test
    void aDryRunForetellsAndStartsNothing() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        server.requests().clear();

        CommandLineRun before = inventory("--dry-run");

        List<String> lines = before.out().lines().toList();
        assertThat(lines.get(0))
                .matches("configuration +due +last report +objects +each object costs +ranges +probes +requests"
                        + " +destination");
        assertThat(lines.get(1))
                .matches(source + "/parquet +yes +none +about [0-9,]+ +HEAD +1 +[0-9]+ +[0-9,]+ +s3a://" + destination
                        + "/all/" + source + "/parquet/");
        assertThat(server.requests().counts()).containsOnlyKeys("ListObjectsV2");

        inventory();
        CommandLineRun after = inventory("--dry-run");
        assertThat(after.out().lines().toList().get(1))
                .matches(source + "/parquet +no +20[0-9-]+T[0-9:]+Z +2,500 +HEAD +1 +0 +2,503 +s3a://" + destination
                        + "/all/" + source + "/parquet/");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthersFromBeingDelivered() throws IOException {
        configure("csv", "CSV", "Daily", true);
        configure("parquet", "Parquet", "Daily", true);
        CommandLineRun run;
        try (Faults.Fault fault = server.faults()
                .denied(request -> request.operation().equals("CreateMultipartUpload")
                        && request.key().contains("/csv/"))) {
            run = inventory();
        }

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines().toList().get(1)).matches(source + "/csv +- +- +- +[0-9,]+ +[0-9.]+  failed");
        assertThat(run.out().lines().toList().get(2)).contains(source + "/parquet", "2,500", "manifest.json");
        assertThat(run.err().lines().toList())
                .singleElement()
                .asString()
                .startsWith("Cannot ")
                .contains("AccessDenied", "s3:PutObject", "/csv/data/");
        assertThat(keys()).noneMatch(key -> key.contains("/csv/"));
        assertThat(server.bucket(destination).openUploads()).isZero();
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        configure("parquet", "Parquet", "Daily", true);

        assertThat(inventory("--bucket", "nowhere"))
                .isEqualTo(CommandLineRun.refused("Cannot deliver a report for --bucket \"nowhere\": no inventory"
                        + " configuration in \"" + definitions + "\" has it."));
        assertThat(inventory("--id", "nothing"))
                .isEqualTo(CommandLineRun.refused("Cannot deliver a report for --id \"nothing\": no inventory"
                        + " configuration in \"" + definitions + "\" has it."));
        assertThat(inventory("--due", "--time", "yesterday"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot run inventory: --time: \"yesterday\" is not an instant such as"
                                + " 2026-11-06T21:32:00Z. See: ./spark-submit.sh inventory --help"));
    }

    @Test
    void aDisabledConfigurationThatIsNamedIsPassedOver() throws IOException {
        configure("off", "ORC", "Daily", false);

        assertThat(inventory("--id", "off"))
                .isEqualTo(new CommandLineRun(
                        0, "No configuration is enabled.\n", "Passing over " + source + "/off: it is disabled.\n"));
    }

    @Test
    void refusesDefinitionsWithProblemsBeforeAnythingIsStarted() throws IOException {
        configure("parquet", "XLS", "Daily", true);
        server.requests().clear();

        CommandLineRun run = inventory();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines().toList())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("parquet.json", "Format", "\"XLS\"", "MalformedXML"),
                        sum -> assertThat(sum)
                                .isEqualTo("Cannot use the definitions in \"" + definitions + "\": 1 problem."));
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void validateOnlineAsksTheStoresAndLeavesNothing() throws IOException {
        configure("parquet", "Parquet", "Daily", true);

        assertThat(CommandLineRun.of("validate", "--online", "--definitions", definitions.toString()))
                .isEqualTo(CommandLineRun.done("No problem in \"" + definitions + "\": 1 inventory configuration, 0"
                        + " replication configurations and 0 resource data syncs on 1 store.\n"));
        assertThat(keys()).isEmpty();
        assertThat(server.bucket(destination).openUploads()).isZero();
    }

    @Test
    void validateOnlinePrintsEveryRefusal() throws IOException {
        configure("parquet", "Parquet", "Daily", true);
        CommandLineRun run;
        try (Faults.Fault listing = server.faults()
                        .denied(request -> request.operation().equals("ListObjectsV2")
                                && request.bucket().equals(source));
                Faults.Fault upload = server.faults().denied("CreateMultipartUpload")) {
            run = CommandLineRun.of("validate", "--online", "--definitions", definitions.toString());
        }

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("Cannot use the definitions in \"" + definitions + "\": 2 problems.\n");
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        listing -> assertThat(listing)
                                .contains(source + "/inventory/parquet.json", "(source bucket)", "s3:ListBucket"),
                        upload -> assertThat(upload)
                                .contains("Destination.S3BucketDestination", destination, "s3:PutObject"));
    }

    private CommandLineRun inventory(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "inventory";
        arguments[1] = "--definitions";
        arguments[2] = definitions.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return CommandLineRun.of(arguments);
    }

    private List<String> keys() {
        return server.bucket(destination).versions().stream()
                .map(StoredVersion::key)
                .toList();
    }

    private void configure(String id, String format, String frequency, boolean isEnabled) throws IOException {
        write("buckets/" + source + "/inventory/" + id + ".json", """
                {"Id": "%s", "IsEnabled": %s, "IncludedObjectVersions": "Current",
                 "OptionalFields": ["Size", "EncryptionStatus"], "Schedule": {"Frequency": "%s"},
                 "Destination": {"S3BucketDestination":
                   {"Bucket": "arn:aws:s3:::%s", "Format": "%s", "Prefix": "all/", "AccountId": "111122223333"}}}
                """.formatted(
                        id, isEnabled, frequency, destination, format));
    }

    private void write(String file, String text) throws IOException {
        Path path = definitions.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.UTF_8);
    }
}
