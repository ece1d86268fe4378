package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    @TempDir
    private Path definitions;

    @Test
    void countsWhatItFoundGood() throws IOException {
        write("stores.yaml", "stores:\n  - name: aws\n    region: eu-central-1\n");
        write("buckets/photos/inventory/1.json", configuration("1", "ORC"));
        write("buckets/photos/inventory/2.json", configuration("2", "CSV"));
        assertThat(validate())
                .isEqualTo(CommandLineRun.done("No problem in \"" + definitions + "\": 2 inventory configurations, 0"
                        + " replication configurations and 0 resource data syncs on 1 store.\n"));
    }

    @Test
    void printsEveryProblemOfEveryFile() throws IOException {
        write("stores.yaml", "stores:\n  - name: aws\n    region: eu-central-1\n");
        write("buckets/photos/inventory/1.json", configuration("1", "XLS"));
        write("buckets/photos/inventory/2.json", configuration("3", "CSV"));
        CommandLineRun run = validate();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("Cannot use the definitions in \"" + definitions + "\": 2 problems.\n");
        assertThat(run.out().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("buckets/photos/inventory/1.json:"
                                        + " Destination.S3BucketDestination.Format: \"XLS\" ")
                                .endsWith("(400 MalformedXML: The XML you provided was not well-formed or did not"
                                        + " validate against our published schema)"),
                        second -> assertThat(second)
                                .startsWith("buckets/photos/inventory/2.json: Id: \"3\" ")
                                .endsWith(
                                        "(400 IdMismatch: Document ID does not match the specified configuration ID.)"));
    }

    @Test
    void printsWarningsThatAreNoProblems() throws IOException {
        write("stores.yaml", "stores:\n  - name: aws\n    region: eu-central-1\n");
        write("resource-data-syncs/all.json", """
                {"SyncName": "all",
                 "S3Destination": {"BucketName": "data", "SyncFormat": "JsonSerDe", "Region": "eu-central-1"}}
                """);
        String warning = "Warning: resource-data-syncs/all.json: S3Destination.AWSKMSKeyARN: is missing: the sync does"
                + " not encrypt what it writes, and only the bucket's own default may\n";
        assertThat(validate())
                .isEqualTo(CommandLineRun.done(warning + "No problem in \"" + definitions + "\": 0 inventory"
                        + " configurations, 0 replication configurations and 1 resource data sync on 1 store.\n"));

        write("buckets/photos/inventory/2.json", configuration("3", "CSV"));
        CommandLineRun run = validate();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("Cannot use the definitions in \"" + definitions + "\": 1 problem.\n");
        assertThat(run.out())
                .startsWith("buckets/photos/inventory/2.json: Id: \"3\" ")
                .endsWith(warning);
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        assertThat(CommandLineRun.of("validate", "--definitions", definitions + "/none"))
                .isEqualTo(CommandLineRun.refused("Cannot read the definition directory \"" + definitions
                        + "/none\": there is no such directory. Create it, or name another."));
    }

    @Test
    void refusesAPlaceThatIsNeitherLocalNorInAStore() {
        assertThat(CommandLineRun.of("validate", "--definitions", "hdfs://cluster/definitions"))
                .isEqualTo(CommandLineRun.refused("Cannot open the definition directory \"hdfs://cluster/definitions\":"
                        + " it is neither a local directory nor begins with \"s3a://\"."));
    }

    @Test
    void asksForTheDirectory() {
        assertThat(CommandLineRun.of("validate"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot run validate: --definitions is missing (the environment variable"
                                + " STOCKTAKE_DEFINITIONS would do as well). See: ./spark-submit.sh validate --help"));
    }

    @Test
    void refusesAnOptionThatItDoesNotHave() {
        assertThat(CommandLineRun.of("validate", "--definitons", "d"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot run validate: it has no option \"--definitons\"; the nearest is"
                                + " --definitions. See: ./spark-submit.sh validate --help"));
        assertThat(CommandLineRun.of("validate", "d"))
                .isEqualTo(CommandLineRun.refused("Cannot run validate: the argument \"d\" belongs to no option."
                        + " See: ./spark-submit.sh validate --help"));
    }

    private CommandLineRun validate() {
        return CommandLineRun.of("validate", "--definitions", definitions.toString());
    }

    private void write(String path, String content) throws IOException {
        new DefinitionsFixture(definitions).write(path, content);
    }

    private static String configuration(String id, String format) {
        return """
                {"Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "%s"}},
                 "IsEnabled": true, "Id": "%s", "IncludedObjectVersions": "All", "Schedule": {"Frequency": "Daily"}}
                """.formatted(format, id);
    }
}
