package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four commands on a bucket's inventory configurations, as somebody types them who knows the AWS CLI. */
class InventoryDefinitionCommandsTest {
    private static final String WEEKLY_ORC = "{\"Destination\": { \"S3BucketDestination\": { \"AccountId\":"
            + " \"123456789012\", \"Bucket\": \"arn:aws:s3:::my-bucket\", \"Format\": \"ORC\" }}, \"IsEnabled\": true,"
            + " \"Id\": \"1\", \"IncludedObjectVersions\": \"Current\", \"Schedule\": { \"Frequency\": \"Weekly\" }}";

    private static final String DAILY_CSV =
            WEEKLY_ORC.replace("\"1\"", "\"2\"").replace("ORC", "CSV").replace("Weekly", "Daily");

    private static final String WEEKLY_ORC_ANSWER = """
            {
                "InventoryConfiguration": {
                    "Destination": {
                        "S3BucketDestination": {
                            "AccountId": "123456789012",
                            "Bucket": "arn:aws:s3:::my-bucket",
                            "Format": "ORC"
                        }
                    },
                    "IsEnabled": true,
                    "Id": "1",
                    "IncludedObjectVersions": "Current",
                    "Schedule": {
                        "Frequency": "Weekly"
                    }
                }
            }
            """;

    @TempDir
    private Path definitions;

    @TempDir
    private Path elsewhere;

    // The examples of AWS's documentation

    @Test
    void theExamplesOfTheAwsCliWorkWordForWord() {
        assertThat(run(
                        "put-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--id",
                        "1",
                        "--inventory-configuration",
                        WEEKLY_ORC))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run(
                        "put-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--id",
                        "2",
                        "--inventory-configuration",
                        DAILY_CSV))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(CommandLineRun.done(WEEKLY_ORC_ANSWER));
        assertThat(definitions.resolve("buckets/my-bucket/inventory/1.json")).isRegularFile();
    }

    @Test
    void listPrintsAllSortedById() {
        put("2", DAILY_CSV);
        put("1", WEEKLY_ORC);
        CommandLineRun list = run("list-bucket-inventory-configurations", "--bucket", "my-bucket");
        assertThat(list.status()).isZero();
        assertThat(list.out())
                .startsWith("{\n    \"InventoryConfigurationList\": [\n")
                .endsWith("    \"IsTruncated\": false\n}\n");
        assertThat(list.out().lines().filter(line -> line.contains("\"Id\"")))
                .containsExactly("            \"Id\": \"1\",", "            \"Id\": \"2\",");
    }

    @Test
    void listOfABucketWithoutConfigurationsIsEmpty() {
        assertThat(run("list-bucket-inventory-configurations", "--bucket", "my-bucket"))
                .isEqualTo(CommandLineRun.done("{\n    \"IsTruncated\": false\n}\n"));
    }

    @Test
    void listGoesOnFromPageToPage() throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 100; i < 350; i++) {
            all.add(WEEKLY_ORC.replace("\"1\"", "\"" + i + "\""));
        }
        Path file = elsewhere.resolve("all.json");
        Files.writeString(
                file, "{\"InventoryConfigurationList\": [" + String.join(",", all) + "], \"IsTruncated\": false}");
        assertThat(run(
                        "put-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--inventory-configuration",
                        "file://" + file))
                .isEqualTo(CommandLineRun.done(""));

        List<String> ids = new ArrayList<>();
        int pages = 0;
        String token = "";
        while (true) {
            CommandLineRun page = token.isEmpty()
                    ? run("list-bucket-inventory-configurations", "--bucket", "my-bucket")
                    : run(
                            "list-bucket-inventory-configurations",
                            "--bucket",
                            "my-bucket",
                            "--continuation-token",
                            token);
            assertThat(page.err()).isEmpty();
            pages++;
            Matcher id = Pattern.compile("\"Id\": \"([^\"]*)\"").matcher(page.out());
            while (id.find()) {
                ids.add(id.group(1));
            }
            Matcher next =
                    Pattern.compile("\"NextContinuationToken\": \"([^\"]*)\"").matcher(page.out());
            if (!next.find()) {
                break;
            }
            token = next.group(1);
        }
        assertThat(pages).isEqualTo(3);
        assertThat(ids).hasSize(250).startsWith("100", "101").endsWith("349").isSorted();
    }

    @Test
    void putReplacesAndDeleteRemoves() {
        put("1", WEEKLY_ORC);
        put("1", WEEKLY_ORC.replace("true", "false"));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(CommandLineRun.done(WEEKLY_ORC_ANSWER.replace("true", "false")));
        assertThat(run("delete-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(CommandLineRun.refused("An error occurred (NoSuchConfiguration) when calling the"
                        + " GetBucketInventoryConfiguration operation: The specified configuration does not exist."));
        assertThat(run("delete-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(
                        CommandLineRun.refused(
                                "An error occurred (NoSuchConfiguration) when calling the"
                                        + " DeleteBucketInventoryConfiguration operation: The specified configuration does not exist."));
    }

    @Test
    void yamlIsPrintedOnRequest() {
        put("1", WEEKLY_ORC);
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1", "--output", "yaml"))
                .isEqualTo(CommandLineRun.done("""
                        InventoryConfiguration:
                          Destination:
                            S3BucketDestination:
                              AccountId: "123456789012"
                              Bucket: "arn:aws:s3:::my-bucket"
                              Format: "ORC"
                          IsEnabled: true
                          Id: "1"
                          IncludedObjectVersions: "Current"
                          Schedule:
                            Frequency: "Weekly"
                        """));
    }

    // Where a document comes from

    @Test
    void whatGetPrintsIsTakenByPut() throws IOException {
        Path file = elsewhere.resolve("got.json");
        Files.writeString(file, WEEKLY_ORC_ANSWER);
        assertThat(put("1", "file://" + file)).isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1")
                        .out())
                .isEqualTo(WEEKLY_ORC_ANSWER);
    }

    @Test
    void theNameOfAFileTellsItsFormat() throws IOException {
        Path file = elsewhere.resolve("mine.yaml");
        Files.writeString(file, """
                Destination: {S3BucketDestination: {Bucket: 'arn:aws:s3:::reports', Format: CSV}}
                IsEnabled: true
                Id: 1
                IncludedObjectVersions: Current
                Schedule: {Frequency: Weekly}
                """);
        assertThat(put("1", "file://" + file)).isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1")
                        .out())
                .contains("\"Bucket\": \"arn:aws:s3:::reports\"", "\"Format\": \"CSV\"", "\"Id\": \"1\"");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(put("1", "file://" + elsewhere + "/none.json"))
                .isEqualTo(CommandLineRun.refused("Cannot read --inventory-configuration \"file://" + elsewhere
                        + "/none.json\": there is no such file."));
        assertThat(put("1", "file://" + elsewhere))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot read --inventory-configuration \"file://" + elsewhere + "\": it is a directory."));
        assertThat(put("1", "fileb://x"))
                .isEqualTo(CommandLineRun.refused("Cannot read --inventory-configuration \"fileb://x\": fileb:// is for"
                        + " binary values; write file://."));
    }

    @Test
    void aListIsTakenApart() {
        String list = "{\"InventoryConfigurationList\": [" + WEEKLY_ORC + ", " + DAILY_CSV + "]}";
        assertThat(run("put-bucket-inventory-configuration", "--bucket", "one", "--inventory-configuration", list))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(definitions.resolve("buckets/one/inventory/1.json")).exists();
        assertThat(definitions.resolve("buckets/one/inventory/2.json")).exists();
    }

    @Test
    void anIdChoosesFromAList() {
        String list = "{\"InventoryConfigurationList\": [" + WEEKLY_ORC + ", " + DAILY_CSV + "]}";
        assertThat(put("2", list)).isEqualTo(CommandLineRun.done(""));
        assertThat(definitions.resolve("buckets/my-bucket/inventory/1.json")).doesNotExist();
        assertThat(definitions.resolve("buckets/my-bucket/inventory/2.json")).exists();
        assertThat(put("3", list))
                .isEqualTo(CommandLineRun.refused("Cannot put the configuration \"3\": the list in"
                        + " --inventory-configuration has none of this Id. Leave --id out to put all of it."));
    }

    @Test
    void nothingOfAListIsPutWhereOnePartIsRefused() {
        String list =
                "{\"InventoryConfigurationList\": [" + WEEKLY_ORC + ", " + DAILY_CSV.replace("Daily", "Hourly") + "]}";
        CommandLineRun run =
                run("put-bucket-inventory-configuration", "--bucket", "my-bucket", "--inventory-configuration", list);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "An error occurred (MalformedXML) when calling the PutBucketInventoryConfiguration operation:")
                .contains("\n  InventoryConfigurationList[1].Schedule.Frequency: \"Hourly\" ");
        assertThat(definitions).isEmptyDirectory();
    }

    @Test
    void parametersComeFromADocumentAndOptionsOverrideThem() {
        String parameters =
                "{\"Bucket\": \"my-bucket\", \"Id\": \"1\", \"InventoryConfiguration\": " + WEEKLY_ORC + "}";
        assertThat(run("put-bucket-inventory-configuration", "--cli-input-json", parameters, "--bucket", "other"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--cli-input-yaml", "Bucket: other\nId: 1\n"))
                .isEqualTo(CommandLineRun.done(WEEKLY_ORC_ANSWER));
        assertThat(run(
                        "put-bucket-inventory-configuration",
                        "--cli-input-json",
                        parameters,
                        "--inventory-configuration",
                        DAILY_CSV,
                        "--id",
                        "2"))
                .isEqualTo(CommandLineRun.done(""));
    }

    @Test
    void aDocumentOfParametersIsReadFromAFile() throws IOException {
        Path file = elsewhere.resolve("input.yaml");
        Files.writeString(file, """
                Bucket: my-bucket
                Id: 1
                InventoryConfiguration:
                  Destination: {S3BucketDestination: {Bucket: 'arn:aws:s3:::my-bucket', Format: ORC, AccountId: 123456789012}}
                  IsEnabled: true
                  Id: 1
                  IncludedObjectVersions: Current
                  Schedule: {Frequency: Weekly}
                """);
        assertThat(run("put-bucket-inventory-configuration", "--cli-input-yaml", "file://" + file))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1"))
                .isEqualTo(CommandLineRun.done(WEEKLY_ORC_ANSWER));
    }

    @Test
    void anUnknownParameterOfADocumentIsRefused() {
        CommandLineRun run = run(
                "get-bucket-inventory-configuration",
                "--cli-input-json",
                "{\"Bucket\": \"b\", \"Id\": \"1\", \"Ident\": \"1\"}");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read --cli-input-json: 1 problem\n  Ident: ");
    }

    @Test
    void aDocumentWithinParametersIsRefusedAsAnyOther() {
        CommandLineRun run = run(
                "put-bucket-inventory-configuration",
                "--cli-input-json",
                "{\"Bucket\": \"b\", \"Id\": \"1\", \"InventoryConfiguration\": {\"Id\": \"1\"}}");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "An error occurred (MalformedXML) when calling the PutBucketInventoryConfiguration operation:"
                                + " The XML you provided was not well-formed or did not validate against our published schema\n")
                .contains("\n  InventoryConfiguration.IsEnabled: ");
    }

    // What is refused

    @Test
    void everyProblemOfADocumentIsToldUnderTheErrorOfS3() {
        CommandLineRun run = put("1", WEEKLY_ORC.replace("ORC", "XLS").replace("Weekly", "Hourly"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .satisfiesExactly(
                        error -> assertThat(error)
                                .isEqualTo("An error occurred (MalformedXML) when calling the"
                                        + " PutBucketInventoryConfiguration operation: The XML you provided was not"
                                        + " well-formed or did not validate against our published schema"),
                        format -> assertThat(format).startsWith("  Destination.S3BucketDestination.Format: \"XLS\" "),
                        frequency -> assertThat(frequency).startsWith("  Schedule.Frequency: \"Hourly\" "));
        assertThat(definitions).isEmptyDirectory();
    }

    @Test
    void anotherIdThanThatOfTheDocumentIsRefused() {
        CommandLineRun run = put("2", WEEKLY_ORC);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("An error occurred (IdMismatch) when calling the PutBucketInventoryConfiguration operation:"
                        + " Document ID does not match the specified configuration ID.\n  Id: \"1\" ");
    }

    @Test
    void aBucketThatWouldLeaveTheDirectoryIsRefused() {
        CommandLineRun run = run(
                "put-bucket-inventory-configuration",
                "--bucket",
                "../../x",
                "--id",
                "1",
                "--inventory-configuration",
                WEEKLY_ORC);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("Cannot read the command: 1 problem\n  Bucket: \"../../x\" is not the name of a");
    }

    @Test
    void missingParametersAreNamedTogether() {
        assertThat(run("get-bucket-inventory-configuration"))
                .isEqualTo(CommandLineRun.refused("Cannot run get-bucket-inventory-configuration: --bucket and --id are"
                        + " missing. See: ./spark-submit.sh get-bucket-inventory-configuration --help"));
        assertThat(run("put-bucket-inventory-configuration", "--bucket", "b", "--inventory-configuration", WEEKLY_ORC))
                .isEqualTo(CommandLineRun.refused("Cannot run put-bucket-inventory-configuration: --id is missing."
                        + " See: ./spark-submit.sh put-bucket-inventory-configuration --help"));
    }

    @Test
    void anOptionWithoutItsValueIsRefused() {
        CommandLineRun run = run("get-bucket-inventory-configuration", "--bucket", "b", "--id");
        assertThat(run)
                .isEqualTo(CommandLineRun.refused("Cannot run get-bucket-inventory-configuration: --id has no"
                        + " value. See: ./spark-submit.sh"
                        + " get-bucket-inventory-configuration --help"));
    }

    @Test
    void aStoredFileThatIsBrokenIsNamed() throws IOException {
        Path file = definitions.resolve("buckets/my-bucket/inventory/1.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"Id\": \"1\"");
        CommandLineRun run = run("get-bucket-inventory-configuration", "--bucket", "my-bucket", "--id", "1");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read buckets/my-bucket/inventory/1.json: 1 problem\n");
    }

    @Test
    void aTokenThatNoPageGaveIsRefused() {
        CommandLineRun run =
                run("list-bucket-inventory-configurations", "--bucket", "my-bucket", "--continuation-token", "x");
        assertThat(run)
                .isEqualTo(CommandLineRun.refused("An error occurred (InvalidArgument) when calling the"
                        + " ListBucketInventoryConfigurations operation: The continuation token provided is incorrect\n"
                        + "  ContinuationToken: \"x\" was given by no page"));
    }

    @Test
    void anotherOwnerThanExpectedIsRefused() throws IOException {
        Files.writeString(definitions.resolve("stores.yaml"), """
                stores:
                  - name: ceph
                    endpoint: https://ceph.example
                    region: default
                    accountId: 123456789012
                    buckets: [my-bucket]
                """);
        assertThat(run(
                        "put-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--id",
                        "1",
                        "--inventory-configuration",
                        WEEKLY_ORC,
                        "--expected-bucket-owner",
                        "123456789012"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(run(
                        "get-bucket-inventory-configuration",
                        "--bucket",
                        "my-bucket",
                        "--id",
                        "1",
                        "--expected-bucket-owner",
                        "000000000000"))
                .isEqualTo(CommandLineRun.refused("An error occurred (AccessDenied) when calling the"
                        + " GetBucketInventoryConfiguration operation: Access Denied\n  the expected owner of the bucket"
                        + " \"my-bucket\" is account \"000000000000\", and its store \"ceph\" belongs to account"
                        + " \"123456789012\""));
        assertThat(run("list-bucket-inventory-configurations", "--bucket", "unknown", "--expected-bucket-owner", "1"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot find the bucket \"unknown\": none of the stores \"ceph\" claims"
                                + " it. Add it to the buckets of its store in stores.yaml."));
    }

    @Test
    void theOtherOptionsOfTheAwsCliAreRefusedByName() {
        assertThat(run("list-bucket-inventory-configurations", "--bucket", "b", "--query", "x[0]"))
                .isEqualTo(
                        CommandLineRun.refused("Cannot run list-bucket-inventory-configurations: the AWS CLI's option"
                                + " --query is not taken here: the whole answer is printed; pipe it into jq."
                                + " See: ./spark-submit.sh list-bucket-inventory-configurations --help"));
        for (String option : List.of(
                "--endpoint-url=http://x",
                "--no-verify-ssl",
                "--no-paginate",
                "--profile=x",
                "--region=x",
                "--color=on",
                "--no-sign-request",
                "--ca-bundle=x",
                "--cli-read-timeout=1",
                "--cli-connect-timeout=1",
                "--cli-binary-format=base64",
                "--no-cli-pager",
                "--cli-auto-prompt",
                "--no-cli-auto-prompt")) {
            CommandLineRun run = run("get-bucket-inventory-configuration", option, "--bucket", "b", "--id", "1");
            assertThat(run.status()).as(option).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("Cannot run get-bucket-inventory-configuration: the AWS CLI's option "
                            + option.replaceFirst("=.*", "") + " is not taken here: ");
        }
    }

    @Test
    void anotherOutputThanJsonAndYamlIsRefused() {
        assertThat(run("list-bucket-inventory-configurations", "--bucket", "b", "--output", "table"))
                .isEqualTo(CommandLineRun.refused("Cannot run list-bucket-inventory-configurations: --output:"
                        + " \"table\" is none of json, yaml."
                        + " See: ./spark-submit.sh list-bucket-inventory-configurations --help"));
    }

    // Skeletons

    @Test
    void aSkeletonIsPrintedWithoutParametersAndWithoutADirectory() {
        assertThat(CommandLineRun.of("delete-bucket-inventory-configuration", "--generate-cli-skeleton"))
                .isEqualTo(CommandLineRun.done("""
                        {
                            "Bucket": "",
                            "Id": "",
                            "ExpectedBucketOwner": ""
                        }
                        """));
        for (String command : List.of(
                "put-bucket-inventory-configuration",
                "get-bucket-inventory-configuration",
                "list-bucket-inventory-configurations",
                "delete-bucket-inventory-configuration")) {
            assertThat(CommandLineRun.of(command, "--generate-cli-skeleton", "input")
                            .out())
                    .startsWith("{\n    \"Bucket\": \"\"");
            assertThat(CommandLineRun.of(command, "--generate-cli-skeleton", "yaml-input")
                            .out())
                    .startsWith("Bucket: ''  # [REQUIRED] ");
        }
    }

    @Test
    void aSkeletonThatIsFilledInIsTaken() {
        String filled = CommandLineRun.of("put-bucket-inventory-configuration", "--generate-cli-skeleton", "input")
                .out()
                .replaceFirst("\"Bucket\": \"\"", "\"Bucket\": \"my-bucket\"")
                .replace("\"Bucket\": \"\"", "\"Bucket\": \"arn:aws:s3:::reports\"")
                .replace("\"Id\": \"\"", "\"Id\": \"1\"")
                .replace("\"AccountId\": \"\"", "\"AccountId\": \"123456789012\"")
                .replaceFirst("(?s),\\s*\"SSEKMS\".*?\\}", "")
                .replaceFirst("(?s),\\s*\"ExpectedBucketOwner\": \"\"", "");
        assertThat(run("put-bucket-inventory-configuration", "--cli-input-json", filled))
                .isEqualTo(CommandLineRun.done(""));
    }

    @Test
    void theShapeOfAnAnswerIsPrintedForACompleteCommandLine() {
        CommandLineRun shape = CommandLineRun.of(
                "get-bucket-inventory-configuration",
                "--bucket",
                "b",
                "--id",
                "1",
                "--generate-cli-skeleton",
                "output");
        assertThat(shape.out()).startsWith("{\n    \"InventoryConfiguration\": {\n");
        assertThat(CommandLineRun.of("get-bucket-inventory-configuration", "--generate-cli-skeleton", "output")
                        .status())
                .isEqualTo(2);
        assertThat(CommandLineRun.of("put-bucket-inventory-configuration", "--generate-cli-skeleton", "soup"))
                .isEqualTo(CommandLineRun.refused("Cannot run put-bucket-inventory-configuration:"
                        + " --generate-cli-skeleton: \"soup\" is none of input, yaml-input, output."
                        + " See: ./spark-submit.sh put-bucket-inventory-configuration --help"));
    }

    // Errors for people and for programmers

    @Test
    void aStackTraceIsShownOnRequestOnly() {
        String[] line = {"get-bucket-inventory-configuration", "--bucket", "b", "--id", "1"};
        assertThat(run(line).err()).hasLineCount(1);
        assertThat(run("get-bucket-inventory-configuration", "--bucket", "b", "--id", "1", "--debug")
                        .err())
                .startsWith(
                        "An error occurred (NoSuchConfiguration) when calling the GetBucketInventoryConfiguration"
                                + " operation: The specified configuration does not exist.\nio.stocktake.jobs.CommandException: ")
                .contains("\n\tat io.stocktake.jobs.");
    }

    private CommandLineRun put(String id, String document) {
        return run(
                "put-bucket-inventory-configuration",
                "--bucket",
                "my-bucket",
                "--id",
                id,
                "--inventory-configuration",
                document);
    }

    private CommandLineRun run(String... arguments) {
        return new DefinitionsFixture(definitions).run(arguments);
    }
}
