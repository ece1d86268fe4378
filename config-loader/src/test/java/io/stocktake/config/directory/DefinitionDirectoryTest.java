package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryConfigurationPage;
import io.stocktake.config.inventory.InventoryConfigurations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionDirectoryTest {

    private static final String STORES = """
            accountId: 111
            stores:
              - {name: ceph, endpoint: 'http://ceph', region: eu-west-1, buckets: [data, reports, twice]}
              - {name: minio, endpoint: 'http://minio', accountId: 222, buckets: [media, twice]}
            """;

    @TempDir
    Path root;

    private DefinitionDirectory directory;

    @BeforeEach
    void openTheDirectory() throws IOException {
        directory = new DefinitionDirectory(new LocalDefinitionFiles(root));
        file("stores.yaml", STORES);
    }

    @Test
    void whatIsPutIsFoundReplacedAndDeleted() throws IOException {
        directory.putInventory("data", "daily", configuration("daily"));
        InventoryConfiguration disabled = parse(json("daily").replace("true", "false"));
        directory.putInventory("data", "daily", disabled);

        assertThat(directory.inventory("data", "daily"))
                .contains(new BucketInventory("data", disabled, "buckets/data/inventory/daily.json"));
        assertThat(directory.inventory("data", "weekly")).isEmpty();
        assertThat(directory.inventory("media", "daily")).isEmpty();
        assertThat(directory.deleteInventory("data", "daily")).isTrue();
        assertThat(directory.deleteInventory("data", "daily")).isFalse();
        assertThat(directory.inventories()).isEmpty();
    }

    @Test
    void aPutKeepsTheFormatOfTheFileThatItReplaces() throws IOException {
        file("buckets/data/inventory/daily.yml", InventoryConfigurations.toYaml(configuration("daily")));
        file("buckets/data/inventory/weekly.xml", InventoryConfigurations.toXml(configuration("weekly")));

        directory.putInventory("data", "daily", configuration("daily"));
        directory.putInventory("data", "weekly", configuration("weekly"));

        assertThat(directory.inventories())
                .extracting(BucketInventory::path)
                .containsExactly("buckets/data/inventory/daily.yml", "buckets/data/inventory/weekly.xml");
        assertThat(root.resolve("buckets/data/inventory/daily.yml"))
                .hasContent(InventoryConfigurations.write(configuration("daily"), DocumentFormat.YAML));
    }

    @Test
    void configurationsComeSortedByBucketAndId() throws IOException {
        for (String id : List.of("b", "a", "B", "a.b", "..", ".hidden")) {
            directory.putInventory("media", id, configuration(id));
            directory.putInventory("data", id, configuration(id));
        }

        assertThat(directory.inventories("media"))
                .extracting(it -> it.configuration().id())
                .containsExactly("..", ".hidden", "B", "a", "a.b", "b");
        assertThat(directory.inventories())
                .extracting(BucketInventory::bucket)
                .containsSubsequence("data", "media")
                .hasSize(12);
        assertThat(root.resolve("buckets/media/inventory/%2Ehidden.json")).exists();
        assertThat(directory.validate()).isEmpty();
    }

    @Test
    void aPutThatS3RefusesChangesNothing() throws IOException {
        assertThatThrownBy(() -> directory.putInventory("data", "weekly", configuration("daily")))
                .hasMessage("Cannot read the inventory configuration: 1 problem\n"
                        + "  Id: \"daily\" differs from the Id that the command or the file's name gives, \"weekly\""
                        + " (400 IdMismatch: Document ID does not match the specified configuration ID.)");
        assertThatThrownBy(() -> directory.putInventory("../data", "daily", configuration("daily")))
                .hasMessage("Cannot read the command: 1 problem\n"
                        + "  Bucket: \"../data\" is not the name of a bucket: it is 1 to 255 of A-Z a-z 0-9 . _ - and"
                        + " begins with a letter or a digit");
        assertThat(root.resolve("buckets")).doesNotExist();
    }

    @Test
    void theConfigurationAfterTheThousandthIsRefused() throws IOException {
        for (int i = 0; i < 1000; i++) {
            file("buckets/data/inventory/i" + i + ".json", json("i" + i));
        }

        directory.putInventory("data", "i999", configuration("i999"));
        assertThatThrownBy(() -> directory.putInventory("data", "one-more", configuration("one-more")))
                .hasMessage("Cannot read buckets/data/inventory: 1 problem\n"
                        + "  (document): has 1000 configurations already (400 TooManyConfigurations: You are attempting"
                        + " to create a new configuration but have already reached the 1,000-configuration limit.)");
        assertThat(directory.validate()).isEmpty();

        file("buckets/data/inventory/z.json", json("z"));
        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly(
                        "buckets/data/inventory/z.json: (document): is one more than the 1000 configurations that"
                                + " a bucket can have (400 TooManyConfigurations: You are attempting to create a new"
                                + " configuration but have already reached the 1,000-configuration limit.)");
    }

    @Test
    void listPagesByAHundredSortedById() throws IOException {
        List<String> ids =
                IntStream.range(0, 250).mapToObj(i -> String.format("i%03d", i)).toList();
        for (String id : ids) {
            file("buckets/data/inventory/" + id + ".json", json(id));
        }
        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> token = Optional.empty();
        InventoryConfigurationPage page;
        do {
            page = directory.inventoryPage("data", token);
            assertThat(page.continuationToken()).isEqualTo(token);
            page.configurations().forEach(it -> found.add(it.id()));
            sizes.add(page.configurations().size());
            token = page.nextContinuationToken();
        } while (page.isTruncated());

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(found).isEqualTo(ids);
    }

    @Test
    void aHundredConfigurationsAreOnePage() throws IOException {
        for (int i = 0; i < 100; i++) {
            file("buckets/data/inventory/i" + i + ".json", json("i" + i));
        }

        assertThat(directory.inventoryPage("data", Optional.empty()).isTruncated())
                .isFalse();
    }

    @Test
    void listPrintsAsTheAwsCliDoes() throws IOException {
        directory.putInventory("data", "daily", configuration("daily"));

        assertThat(InventoryConfigurations.toJson(directory.inventoryPage("data", Optional.empty())))
                .isEqualTo("""
                        {
                            "InventoryConfigurationList": [
                                {
                                    "Destination": {
                                        "S3BucketDestination": {
                                            "Bucket": "arn:aws:s3:::reports",
                                            "Format": "CSV"
                                        }
                                    },
                                    "IsEnabled": true,
                                    "Id": "daily",
                                    "IncludedObjectVersions": "All",
                                    "Schedule": {
                                        "Frequency": "Daily"
                                    }
                                }
                            ],
                            "IsTruncated": false
                        }
                        """);
        assertThat(InventoryConfigurations.toJson(directory.inventoryPage("media", Optional.empty())))
                .isEqualTo("{\n    \"IsTruncated\": false\n}\n");
    }

    @Test
    void aTokenThatNoPageGaveIsRefused() {
        for (String token : List.of("", "x", "!!", "YWZ0ZXI6YQ==")) {
            assertThatThrownBy(() -> directory.inventoryPage("data", Optional.of(token)))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessage("Cannot read the command: 1 problem\n  ContinuationToken: \"" + token
                            + "\" was given by no page (400 InvalidArgument: The continuation token provided is"
                            + " incorrect)");
        }
    }

    @Test
    void anIdThatIsThereTwiceIsAnError() throws IOException {
        file("buckets/data/inventory/daily.json", json("daily"));
        file("buckets/data/inventory/daily.yaml", InventoryConfigurations.toYaml(configuration("daily")));
        String problem = "Id: \"daily\" is defined in buckets/data/inventory/daily.json too";

        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly("buckets/data/inventory/daily.yaml: " + problem);
        assertThatThrownBy(() -> directory.inventory("data", "daily"))
                .hasMessage("Cannot read buckets/data/inventory/daily.yaml: 1 problem\n  " + problem);
        assertThatThrownBy(() -> directory.putInventory("data", "daily", configuration("daily")))
                .hasMessage("Cannot read buckets/data/inventory/daily.yaml: 1 problem\n  " + problem
                        + "; delete one of them");
        assertThat(directory.deleteInventory("data", "daily")).isTrue();
        assertThat(directory.inventories()).isEmpty();
    }

    @Test
    void aDirectoryWithoutStoresIsToldSo() throws IOException {
        Files.delete(root.resolve("stores.yaml"));
        String problem = "(document): is missing; it names the stores and which of them has a bucket";

        assertThatThrownBy(() -> directory.stores()).hasMessage("Cannot read stores.yaml: 1 problem\n  " + problem);
        assertThat(directory.validate()).extracting(Problem::toString).containsExactly("stores.yaml: " + problem);
    }

    @Test
    void everyProblemOfEveryDocumentIsFound() throws IOException {
        file("README.md", "These are our definitions.");
        file("notes.doc", "");
        file("buckets/-x/inventory/a.json", json("a"));
        file("buckets/data/inventory/other.json", json("daily"));
        file("buckets/data/inventory/%zz.json", json("a"));
        file("buckets/data/inventory/bad.json", "{");
        file("buckets/data/lifecycle.json", "{}");
        file("buckets/data/inventory/lost.json", json("lost").replace("reports", "nowhere"));
        file(
                "buckets/data/inventory/owner.json",
                json("owner").replace("\"Format\"", "\"AccountId\": \"222\", \"Format\""));
        file("buckets/twice/inventory/daily.json", json("daily"));
        file(
                "buckets/media/replication.json",
                "{\"Role\": \"r\", \"Rules\": [{\"Status\": \"On\", \"Destination\": {\"Bucket\": \"arn:aws:s3:::data\"}}]}");
        file(
                "buckets/data/replication.xml",
                "<ReplicationConfiguration><Role>r</Role><Rule><Status>Enabled</Status><Destination><Bucket>"
                        + "arn:aws:s3:::gone</Bucket></Destination></Rule></ReplicationConfiguration>");
        file("resource-data-syncs/a%2Fb.json", sync("a/b").replace("eu-west-1", "us-east-2"));
        file("resource-data-syncs/a.yaml", sync("b").replace("reports", "unheard-of"));
        file("resource-data-syncs/c.xml", "<a/>");

        assertThat(directory.validate())
                .extracting(Problem::toString)
                .containsExactly(
                        "buckets/-x/inventory/a.json: (document): is in the folder of no bucket: it is 1 to 255 of A-Z a-z"
                                + " 0-9 . _ - and begins with a letter or a digit",
                        "buckets/data/inventory/%zz.json: (document): is not a definition: its name ends in .json, .yaml or"
                                + " .xml, and % in it begins a code",
                        "buckets/data/inventory/bad.json: (document): is not JSON: line 1, column 2: Unexpected"
                                + " end-of-input: expected close marker for Object (400 MalformedXML: The XML you"
                                + " provided was not well-formed or did not validate against our published schema)",
                        "buckets/data/inventory/lost.json: Destination.S3BucketDestination.Bucket: Cannot find the bucket"
                                + " \"nowhere\": none of the stores \"ceph\", \"minio\" claims it. Add it to the buckets of"
                                + " its store in stores.yaml.",
                        "buckets/data/inventory/other.json: Id: \"daily\" differs from the Id that the command or the"
                                + " file's name gives, \"other\" (400 IdMismatch: Document ID does not match the specified"
                                + " configuration ID.)",
                        "buckets/data/inventory/owner.json: Destination.S3BucketDestination.AccountId: the expected owner"
                                + " of the bucket \"reports\" is account \"222\", and its store \"ceph\" belongs to account"
                                + " \"111\" (403 AccessDenied: Access Denied)",
                        "buckets/data/lifecycle.json: (document): is not a definition: a bucket has inventory/<id>.json and"
                                + " replication.json",
                        "buckets/data/replication.xml: Rules[0].Destination.Bucket: Cannot find the bucket \"gone\": none"
                                + " of the stores \"ceph\", \"minio\" claims it. Add it to the buckets of its store in"
                                + " stores.yaml.",
                        "buckets/media/replication.json: Rules[0].Status: \"On\" is not one of Enabled, Disabled (400"
                                + " MalformedXML: The XML you provided was not well-formed or did not validate against our"
                                + " published schema)",
                        "buckets/twice/inventory/daily.json: (document): Cannot tell which store has the bucket \"twice\":"
                                + " \"ceph\" of account 111 and \"minio\" of account 222 claim it. Give one of them an"
                                + " alias of its own in stores.yaml (buckets: [other-alias=twice]).",
                        "notes.doc: (document): is not a definition: the directory holds stores.yaml,"
                                + " buckets/<bucket>/inventory/<id>.json, buckets/<bucket>/replication.json and"
                                + " resource-data-syncs/<name>.json (or .yaml, .xml)",
                        "resource-data-syncs/a%2Fb.json: S3Destination.Region: \"us-east-2\" is not the Region of the"
                                + " bucket \"reports\", which is \"eu-west-1\" (400"
                                + " ResourceDataSyncInvalidConfigurationException)",
                        "resource-data-syncs/a.yaml: SyncName: \"b\" differs from the name that the file's name gives,"
                                + " \"a\" (400 ValidationException)",
                        "resource-data-syncs/a.yaml: S3Destination.BucketName: Cannot find the bucket \"unheard-of\": none"
                                + " of the stores \"ceph\", \"minio\" claims it. Add it to the buckets of its store in"
                                + " stores.yaml.",
                        "resource-data-syncs/c.xml: (document): is not a resource data sync: its name ends in .json or"
                                + " .yaml, and % in it begins a code");
    }

    @Test
    void readingSeveralRefusedDocumentsNamesEach() throws IOException {
        file("buckets/data/inventory/a.json", json("a").replace("CSV", "TSV"));
        file("buckets/data/inventory/b.json", json("c"));

        assertThatThrownBy(() -> directory.inventories("data"))
                .hasMessage("Cannot read 2 documents: 2 problems\n"
                        + "  buckets/data/inventory/a.json: Destination.S3BucketDestination.Format: \"TSV\" is not one of"
                        + " CSV, ORC, Parquet (400 MalformedXML: The XML you provided was not well-formed or did not"
                        + " validate against our published schema)\n"
                        + "  buckets/data/inventory/b.json: Id: \"c\" differs from the Id that the command or the file's"
                        + " name gives, \"b\" (400 IdMismatch: Document ID does not match the specified configuration"
                        + " ID.)");
    }

    @Test
    void replicationAndSyncsAreRead() throws IOException {
        file(
                "buckets/data/replication.yaml",
                "Role: r\nRules:\n  - {Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::media'}}\n");
        file("resource-data-syncs/nightly.yaml", sync("nightly"));
        file("resource-data-syncs/a%2Fb.json", sync("a/b"));

        assertThat(directory.replication("data")).hasValueSatisfying(found -> {
            assertThat(found.path()).isEqualTo("buckets/data/replication.yaml");
            assertThat(found.configuration().rules()).hasSize(1);
        });
        assertThat(directory.replication("media")).isEmpty();
        assertThat(directory.replications())
                .extracting(BucketReplication::bucket)
                .containsExactly("data");
        assertThat(directory.resourceDataSyncs())
                .extracting(it -> it.sync().syncName() + " in " + it.path())
                .containsExactly(
                        "a/b in resource-data-syncs/a%2Fb.json", "nightly in resource-data-syncs/nightly.yaml");
        assertThat(directory.validate()).isEmpty();
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String json(String id) {
        return "{\"Destination\": {\"S3BucketDestination\": {\"Bucket\": \"arn:aws:s3:::reports\", \"Format\": \"CSV\"}},"
                + " \"IsEnabled\": true, \"Id\": \"" + id
                + "\", \"IncludedObjectVersions\": \"All\", \"Schedule\": {\"Frequency\": \"Daily\"}}";
    }

    private static String sync(String name) {
        return "{\"SyncName\": \"" + name + "\", \"S3Destination\": {\"BucketName\": \"reports\", \"SyncFormat\":"
                + " \"JsonSerDe\", \"Region\": \"eu-west-1\"}}";
    }

    private static InventoryConfiguration configuration(String id) {
        return parse(json(id));
    }

    private static InventoryConfiguration parse(String json) {
        return InventoryConfigurations.parse(json.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
