package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.document.Problem;
import io.stocktake.config.sync.SyncRefusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four commands on resource data syncs, as somebody types them who knows the AWS CLI. */
class SyncDefinitionCommandsTest {
    /** The sample request of "CreateResourceDataSync". */
    private static final String EXAMPLE = "{ \"SyncName\":\"Example\", \"S3Destination\":{"
            + " \"BucketName\":\"exampleBucket\", \"Prefix\":\"exampleSubDirectory\", \"SyncFormat\":\"JsonSerDe\","
            + " \"Region\":\"us-east-2\" }, \"SyncType\":\"SyncToDestination\" }";

    private static final String EXAMPLE_ITEM = """
            {
                "ResourceDataSyncItems": [
                    {
                        "SyncName": "Example",
                        "SyncType": "SyncToDestination",
                        "S3Destination": {
                            "BucketName": "exampleBucket",
                            "Prefix": "exampleSubDirectory",
                            "SyncFormat": "JsonSerDe",
                            "Region": "us-east-2"
                        },
                        "SyncLastModifiedTime": "(now)",
                        "SyncCreatedTime": "(now)"
                    }
                ]
            }
            """;

    private static final String NOT_ENCRYPTED = "S3Destination.AWSKMSKeyARN: is missing: the sync does not encrypt what"
            + " it writes, and only the bucket's own default may\n";

    private static final String DESTINATION =
            "BucketName=exampleBucket,Prefix=exampleSubDirectory,SyncFormat=JsonSerDe,Region=us-east-2";

    private static final String ENCRYPTED = DESTINATION + ",AWSKMSKeyARN=arn:aws:kms:us-east-2:123456789012:key/1";

    private static final String SOURCE = "SourceType=SingleAccountMultiRegions,SourceRegions=us-east-2";

    @TempDir
    private Path directory;

    @TempDir
    private Path elsewhere;

    private DefinitionsFixture definitions;

    @BeforeEach
    void writeStores() throws IOException {
        definitions = new DefinitionsFixture(directory);
        definitions.write("stores.yaml", """
                accountId: 123456789012
                operations: s3a://exampleBucket/operations
                stores:
                  - name: ohio
                    region: us-east-2
                    accountId: 123456789012
                    organizationalUnit: ou-ab12-cdefgh34
                    buckets: [exampleBucket]
                """);
    }

    // The example of Systems Manager's documentation

    @Test
    void theSampleRequestWorksWordForWord() {
        assertThat(definitions.run("create-resource-data-sync", "--cli-input-json", EXAMPLE))
                .isEqualTo(new CommandLineRun(0, "", "Warning: resource-data-syncs/Example.json: " + NOT_ENCRYPTED));
        assertThat(list()).isEqualTo(CommandLineRun.done(EXAMPLE_ITEM));
        assertThat(definitions.run("delete-resource-data-sync", "--sync-name", "Example"))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(list()).isEqualTo(CommandLineRun.done("{\n    \"ResourceDataSyncItems\": []\n}\n"));
        assertThat(directory.resolve("resource-data-syncs/Example.json")).doesNotExist();
    }

    @Test
    void theShorthandOfTheAwsCliSaysTheSame() {
        assertThat(create("Example", DESTINATION))
                .isEqualTo(new CommandLineRun(0, "", "Warning: resource-data-syncs/Example.json: " + NOT_ENCRYPTED));
        assertThat(list()).isEqualTo(CommandLineRun.done(EXAMPLE_ITEM));
    }

    @Test
    void aDestinationIsReadFromAFile() throws IOException {
        Path json = Files.writeString(
                elsewhere.resolve("destination.json"),
                "{\"BucketName\": \"exampleBucket\", \"SyncFormat\": \"JsonSerDe\", \"Region\": \"us-east-2\","
                        + " \"AWSKMSKeyARN\": \"arn:aws:kms:us-east-2:123456789012:key/1\"}");
        Path yaml = Files.writeString(
                elsewhere.resolve("destination.yaml"),
                "{BucketName: exampleBucket, SyncFormat: JsonSerDe, Region: us-east-2,"
                        + " AWSKMSKeyARN: 'arn:aws:kms:us-east-2:123456789012:key/1'}");
        assertThat(create("json", "file://" + json)).isEqualTo(CommandLineRun.done(""));
        assertThat(create("yaml", "file://" + yaml)).isEqualTo(CommandLineRun.done(""));
        assertThat(create("xml", "file://" + Files.writeString(elsewhere.resolve("destination.xml"), "<a/>")))
                .isEqualTo(CommandLineRun.refused("Cannot read --s3-destination: AWS has no XML of it. Name a file that"
                        + " ends in .json or .yaml."));
    }

    @Test
    void optionsOverrideTheDocument() {
        assertThat(definitions.run(
                        "create-resource-data-sync",
                        "--cli-input-json",
                        EXAMPLE,
                        "--sync-name",
                        "other",
                        "--s3-destination",
                        ENCRYPTED))
                .isEqualTo(CommandLineRun.done(""));
        assertThat(directory.resolve("resource-data-syncs/other.json")).isRegularFile();
    }

    // Updates and deletions

    @Test
    void aSyncFromSourceIsCreatedAndUpdated() {
        assertThat(createFromSource("operations", SOURCE)).isEqualTo(CommandLineRun.done(""));
        assertThat(update("operations", SOURCE + ",us-west-1,IncludeFutureRegions=true"))
                .isEqualTo(new CommandLineRun(
                        0,
                        "",
                        "Warning: resource-data-syncs/operations.json: SyncSource.SourceRegions[1]: selects"
                                + " nothing: no store of stores.yaml is in \"us-west-1\"\n"));
        assertThat(list()).isEqualTo(CommandLineRun.done("""
                {
                    "ResourceDataSyncItems": [
                        {
                            "SyncName": "operations",
                            "SyncType": "SyncFromSource",
                            "SyncSource": {
                                "SourceType": "SingleAccountMultiRegions",
                                "SourceRegions": [
                                    "us-east-2",
                                    "us-west-1"
                                ],
                                "IncludeFutureRegions": true,
                                "EnableAllOpsDataSources": false
                            },
                            "SyncLastModifiedTime": "(now)",
                            "SyncCreatedTime": "(now)"
                        }
                    ]
                }
                """));
    }

    @Test
    void theAccountOptionCannotBeUpdated() {
        createFromSource("operations", SOURCE);
        assertThat(update(
                        "operations",
                        "SourceType=AwsOrganizations,SourceRegions=us-east-2,"
                                + "AwsOrganizationsSource={OrganizationSourceType=EntireOrganization}"))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "UpdateResourceDataSync",
                        "SyncName: \"operations\" has the account option SingleAccountMultiRegions, which cannot become"
                                + " AwsOrganizations of EntireOrganization; delete the sync and create it again"));
    }

    @Test
    void aSyncToDestinationIsNotUpdated() {
        create("Example", ENCRYPTED);
        assertThat(update("Example", SOURCE))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "UpdateResourceDataSync",
                        "SyncName: \"Example\" is a SyncToDestination, and only a SyncFromSource can be updated"));
    }

    @Test
    void whatIsNotThereIsNeitherUpdatedNorDeleted() {
        assertThat(update("none", SOURCE))
                .isEqualTo(refused(
                        "ResourceDataSyncNotFoundException",
                        "UpdateResourceDataSync",
                        "SyncName: \"none\" is the name of no sync"));
        assertThat(definitions.run("delete-resource-data-sync", "--sync-name", "none"))
                .isEqualTo(refused(
                        "ResourceDataSyncNotFoundException",
                        "DeleteResourceDataSync",
                        "SyncName: \"none\" is the name of no sync"));
    }

    @Test
    void aSyncIsDeletedOnlyAsWhatItIs() {
        create("Example", ENCRYPTED);
        String[] line = {"delete-resource-data-sync", "--sync-name", "Example", "--sync-type", "SyncFromSource"};
        assertThat(definitions.run(line))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "DeleteResourceDataSync",
                        "SyncName: \"Example\" is a SyncToDestination, not a SyncFromSource"));
        line[4] = "SyncToDestination";
        assertThat(definitions.run(line)).isEqualTo(CommandLineRun.done(""));
    }

    // What is refused

    @Test
    void aNameThatIsTakenIsRefused() {
        create("Example", ENCRYPTED);
        assertThat(create("Example", ENCRYPTED))
                .isEqualTo(refused(
                        "ResourceDataSyncAlreadyExistsException",
                        "CreateResourceDataSync",
                        "SyncName: \"Example\" is the name of a sync already, in resource-data-syncs/Example.json"));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsAFaultOfOurs() throws IOException {
        definitions.write("resource-data-syncs", "a file where the folder should be");
        assertThat(create("Example", ENCRYPTED))
                .isEqualTo(new CommandLineRun(
                        1,
                        "",
                        "An error occurred (InternalServerError) when calling the CreateResourceDataSync operation:"
                                + " Cannot write \"resource-data-syncs/.state/Example.json\" in the definition directory"
                                + " \"" + directory + "\": " + directory
                                + "/resource-data-syncs/.state: Not a directory\n"));
    }

    @Test
    void aSixthSyncFromSourceIsRefused() {
        for (int i = 1; i <= 5; i++) {
            assertThat(createFromSource("source-" + i, SOURCE)).isEqualTo(CommandLineRun.done(""));
        }
        assertThat(createFromSource("source-6", SOURCE))
                .isEqualTo(refused(
                        "ResourceDataSyncCountExceededException",
                        "CreateResourceDataSync",
                        "SyncName: \"source-6\" is one more than the 5 SyncFromSource that there can be"));
    }

    @Test
    void aSecondSyncThatSharesWithTheOrganizationIsRefused() {
        String shared = ENCRYPTED + ",DestinationDataSharing={DestinationDataSharingType=Organization}";
        assertThat(create("one", shared)).isEqualTo(CommandLineRun.done(""));
        assertThat(create("two", shared))
                .isEqualTo(refused(
                        "ResourceDataSyncCountExceededException",
                        "CreateResourceDataSync",
                        "SyncName: \"two\" shares with the Organization, and \"one\" does already"));
    }

    @Test
    void anotherRegionThanThatOfTheBucketIsRefused() {
        assertThat(create("Example", ENCRYPTED.replace("Region=us-east-2", "Region=us-west-1")))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "CreateResourceDataSync",
                        "S3Destination.Region: \"us-west-1\" is not the Region of the bucket \"exampleBucket\", which is"
                                + " \"us-east-2\""));
        assertThat(directory.resolve("resource-data-syncs")).doesNotExist();
    }

    @Test
    void aTypeWithoutItsPartIsRefused() {
        assertThat(definitions.run("create-resource-data-sync", "--sync-name", "a"))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "CreateResourceDataSync",
                        "S3Destination: is missing, and SyncToDestination needs it"));
        assertThat(definitions.run("create-resource-data-sync", "--sync-name", "a", "--sync-type", "SyncFromSource"))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "CreateResourceDataSync",
                        "SyncSource: is missing, and SyncFromSource needs it"));
    }

    @Test
    void everyProblemIsToldUnderTheErrorOfTheFirst() {
        assertThat(create(
                        "x".repeat(65),
                        "{\"BucketName\": \"exampleBucket\", \"SyncFormat\": \"Csv\", \"Region\": \"us-east-2\","
                                + " \"Folder\": \"x\"}",
                        "--sync-type",
                        "SyncToAll"))
                .isEqualTo(refused(
                        "ValidationException",
                        "CreateResourceDataSync",
                        "SyncName: \"" + "x".repeat(65) + "\" is not of 1 to 64 characters\n"
                                + "  SyncType: \"SyncToAll\" is not one of SyncToDestination, SyncFromSource"
                                + " (ResourceDataSyncInvalidConfigurationException)\n"
                                + "  S3Destination.SyncFormat: \"Csv\" is not JsonSerDe\n"
                                + "  S3Destination.Folder: is not known here; the members are BucketName, SyncFormat,"
                                + " Region, Prefix, AWSKMSKeyARN, DestinationDataSharing"));
    }

    @Test
    void aDocumentThatIsNoneIsRefused() {
        CommandLineRun run = create("a", "{\"BucketName\": ");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read --s3-destination: 1 problem\n  (document): ");
        assertThat(create("a", "BucketName=exampleBucket,Region=us-east-2,"))
                .isEqualTo(CommandLineRun.refused("Cannot read --s3-destination: expected a value at character 43 of"
                        + " \"BucketName=exampleBucket,Region=us-east-2,\". Write NAME=VALUE,NAME=VALUE as the AWS CLI"
                        + " does, or JSON."));
    }

    @Test
    void missingParametersAreNamedTogether() {
        assertThat(definitions.run("update-resource-data-sync"))
                .isEqualTo(
                        CommandLineRun.refused(
                                "Cannot run update-resource-data-sync: --sync-name and --sync-type and"
                                        + " --sync-source are missing. See: ./spark-submit.sh update-resource-data-sync --help"));
    }

    @Test
    void aStoredFileThatIsBrokenIsNamed() throws IOException {
        definitions.write("resource-data-syncs/broken.json", "{\"SyncName\": \"broken\"}");
        CommandLineRun run = create("Example", ENCRYPTED);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read resource-data-syncs/broken.json: 1 problem\n  S3Destination: ");
        assertThat(list().err()).startsWith("Cannot read resource-data-syncs/broken.json: 1 problem\n");
    }

    @Test
    void aDirectoryWithoutStoresIsRefused() throws IOException {
        Files.delete(directory.resolve("stores.yaml"));
        CommandLineRun run = create("Example", ENCRYPTED);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("Cannot read stores.yaml: 1 problem\n");
    }

    @Test
    void anOwnerIsExpectedOfNoSync() {
        assertThat(definitions.run("list-resource-data-sync", "--expected-bucket-owner", "1"))
                .isEqualTo(CommandLineRun.refused("Cannot run list-resource-data-sync: it has no option"
                        + " \"--expected-bucket-owner\". See: ./spark-submit.sh list-resource-data-sync --help"));
    }

    @Test
    void aConflictIsTheCallersAlthoughItNamesAFile() {
        CreateResourceDataSyncCommand command = new CreateResourceDataSyncCommand();
        String file = "resource-data-syncs/a.json";
        Optional<String> name = Optional.of("a");
        assertThat(command.isAboutTheRequest(new Problem(file, "SyncName", name, "why", SyncRefusals.CONFLICT)))
                .isTrue();
        assertThat(command.isAboutTheRequest(new Problem(file, "SyncName", name, "why", SyncRefusals.VALIDATION)))
                .isFalse();
    }

    // Lists

    @Test
    void allArePrintedWhateverThePageSize() {
        createMany();
        List<String> all = names(list());
        assertThat(all).hasSize(53).isSorted();
        assertThat(names(list("--page-size", "1"))).isEqualTo(all);
        assertThat(names(list("--sync-type", "SyncFromSource"))).containsExactly("source");
        assertThat(list().out()).doesNotContain("NextToken");
    }

    @Test
    void maxItemsEndsWithATokenToStartFrom() {
        createMany();
        List<String> all = names(list());
        CommandLineRun first = list("--max-items", "51", "--page-size", "20");
        assertThat(names(first)).isEqualTo(all.subList(0, 51));
        CommandLineRun rest = list("--starting-token", nextToken(first));
        assertThat(names(rest)).isEqualTo(all.subList(51, 53));
        assertThat(rest.out()).doesNotContain("NextToken");
    }

    @Test
    void onePageIsPrintedOnRequest() {
        createMany();
        List<String> all = names(list());
        CommandLineRun page = list("--no-paginate");
        assertThat(names(page)).isEqualTo(all.subList(0, 50));
        assertThat(names(list("--next-token", nextToken(page)))).isEqualTo(all.subList(50, 53));
        assertThat(names(list("--max-results", "2"))).isEqualTo(all.subList(0, 2));
        assertThat(names(list("--cli-input-json", "{\"MaxResults\": 2, \"NextToken\": \"" + nextToken(page) + "\"}")))
                .isEqualTo(all.subList(50, 52));
    }

    @Test
    void whatAListAsksWronglyIsRefused() {
        assertThat(list("--page-size", "51"))
                .isEqualTo(refused(
                        "ValidationException", "ListResourceDataSync", "MaxResults: \"51\" is not from 1 to 50"));
        assertThat(list("--starting-token", "x"))
                .isEqualTo(
                        refused("InvalidNextToken", "ListResourceDataSync", "NextToken: \"x\" was given by no page"));
        assertThat(list("--sync-type", "Both"))
                .isEqualTo(refused(
                        "ResourceDataSyncInvalidConfigurationException",
                        "ListResourceDataSync",
                        "SyncType: \"Both\" is not one of SyncToDestination, SyncFromSource"));
        String help = " See: ./spark-submit.sh list-resource-data-sync --help";
        assertThat(list("--max-items", "0"))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot run list-resource-data-sync: --max-items \"0\" is not above 0." + help));
        assertThat(list("--max-items", "1", "--max-results", "1"))
                .isEqualTo(CommandLineRun.refused("Cannot run list-resource-data-sync: --max-items, --page-size and"
                        + " --starting-token go over pages, and --no-paginate, --next-token and --max-results print one:"
                        + " they exclude each other." + help));
    }

    @Test
    void yamlIsPrintedOnRequest() {
        create("Example", DESTINATION);
        assertThat(list("--output", "yaml")).isEqualTo(CommandLineRun.done("""
                ResourceDataSyncItems:
                - SyncName: "Example"
                  SyncType: "SyncToDestination"
                  S3Destination:
                    BucketName: "exampleBucket"
                    Prefix: "exampleSubDirectory"
                    SyncFormat: "JsonSerDe"
                    Region: "us-east-2"
                  SyncLastModifiedTime: "(now)"
                  SyncCreatedTime: "(now)"
                """));
    }

    // Skeletons

    @Test
    void skeletonsThatAreFilledInAreTaken() {
        String create = CommandLineRun.of("create-resource-data-sync", "--generate-cli-skeleton", "yaml-input")
                .out()
                .replace("SyncName: ''", "SyncName: Example")
                .replace("BucketName: ''", "BucketName: exampleBucket")
                .replace("Prefix: ''", "Prefix: synced")
                .replace("Region: ''", "Region: us-east-2")
                .replace("AWSKMSKeyARN: ''", "AWSKMSKeyARN: arn:aws:kms:us-east-2:123456789012:key/1")
                .replaceFirst("(?s)SyncSource:.*", "");
        assertThat(definitions.run("create-resource-data-sync", "--cli-input-yaml", create))
                .isEqualTo(CommandLineRun.done(""));
        createFromSource("operations", SOURCE);
        String update = CommandLineRun.of("update-resource-data-sync", "--generate-cli-skeleton")
                .out()
                .replace("\"SyncName\": \"\"", "\"SyncName\": \"operations\"")
                .replaceFirst("(?s)\"AwsOrganizationsSource\".*?\"SourceRegions\"", "\"SourceRegions\"")
                .replaceFirst("\"\"\n", "\"us-east-2\"\n");
        assertThat(definitions.run("update-resource-data-sync", "--cli-input-json", update))
                .isEqualTo(CommandLineRun.done(""));
    }

    @Test
    void skeletonsArePrintedWithoutADirectory() {
        assertThat(CommandLineRun.of("delete-resource-data-sync", "--generate-cli-skeleton"))
                .isEqualTo(CommandLineRun.done("""
                        {
                            "SyncName": "",
                            "SyncType": "SyncToDestination"
                        }
                        """));
        assertThat(CommandLineRun.of("list-resource-data-sync", "--generate-cli-skeleton", "output")
                        .out())
                .startsWith("{\n    \"ResourceDataSyncItems\": [\n");
        assertThat(CommandLineRun.of("list-resource-data-sync", "--generate-cli-skeleton", "yaml-input")
                        .out())
                .startsWith("SyncType: SyncToDestination  # Valid values are: ");
    }

    private void createMany() {
        for (int i = 10; i < 62; i++) {
            assertThat(create("sync-" + i, ENCRYPTED)).isEqualTo(CommandLineRun.done(""));
        }
        assertThat(createFromSource("source", SOURCE)).isEqualTo(CommandLineRun.done(""));
    }

    private CommandLineRun create(String name, String destination, String... more) {
        List<String> line = new ArrayList<>(
                List.of("create-resource-data-sync", "--sync-name", name, "--s3-destination", destination));
        line.addAll(List.of(more));
        return definitions.run(line.toArray(String[]::new));
    }

    private CommandLineRun createFromSource(String name, String source) {
        return fromSource("create-resource-data-sync", name, source);
    }

    private CommandLineRun update(String name, String source) {
        return fromSource("update-resource-data-sync", name, source);
    }

    private CommandLineRun fromSource(String command, String name, String source) {
        return definitions.run(command, "--sync-name", name, "--sync-type", "SyncFromSource", "--sync-source", source);
    }

    /** The list, every time of it replaced: it is that of the test. */
    private CommandLineRun list(String... more) {
        List<String> line = new ArrayList<>(List.of("list-resource-data-sync"));
        line.addAll(List.of(more));
        CommandLineRun run = definitions.run(line.toArray(String[]::new));
        String timeless =
                run.out().replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?\\+00:00", "(now)");
        return new CommandLineRun(run.status(), timeless, run.err());
    }

    private static CommandLineRun refused(String code, String operation, String message) {
        return CommandLineRun.refused(
                "An error occurred (" + code + ") when calling the " + operation + " operation: " + message);
    }

    private static List<String> names(CommandLineRun list) {
        assertThat(list.err()).isEmpty();
        return Pattern.compile("\"SyncName\": \"([^\"]*)\"")
                .matcher(list.out())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String nextToken(CommandLineRun list) {
        Matcher token = Pattern.compile("\"NextToken\": \"([^\"]*)\"").matcher(list.out());
        assertThat(token.find()).as(list.out()).isTrue();
        return token.group(1);
    }
}
