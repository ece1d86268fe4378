package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.sync.LastStatus;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncListRequest;
import io.stocktake.config.sync.SyncPage;
import io.stocktake.config.sync.SyncState;
import io.stocktake.config.sync.SyncType;
import io.stocktake.config.sync.SyncUpdate;
import io.stocktake.config.sync.SyncedBucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3600);

    private static final String INVALID = " (400 ResourceDataSyncInvalidConfigurationException)";
    private static final String NOT_FOUND = " is the name of no sync (400 ResourceDataSyncNotFoundException)";

    @TempDir
    Path root;

    private DefinitionDirectory directory;
    private SyncDirectory syncs;

    @BeforeEach
    void openTheDirectory() throws IOException {
        directory = new DefinitionDirectory(new LocalDefinitionFiles(root));
        syncs = directory.syncs();
        file("stores.yaml", """
                accountId: 111
                operations: s3a://reports/runs
                stores:
                  - {name: ceph, endpoint: 'http://ceph', region: eu-west-1, buckets: [reports]}
                  - {name: minio, endpoint: 'http://minio', region: us-east-1, buckets: [media]}
                """);
    }

    @Test
    void theSampleRequestIsAccepted() throws IOException {
        file("stores.yaml", """
                stores:
                  - {name: aws, region: us-east-2}
                """);
        ResourceDataSync sync = parse(
                "{ \"SyncName\":\"Example\", \"S3Destination\":{ \"BucketName\":\"exampleBucket\", \"Prefix\":\"exampleSubDirectory\", \"SyncFormat\":\"JsonSerDe\", \"Region\":\"us-east-2\" }, \"SyncType\":\"SyncToDestination\" }");

        syncs.create(sync, NOW);

        assertThat(directory.resourceDataSyncs())
                .containsExactly(new NamedSync(sync, "resource-data-syncs/Example.json"));
        assertThat(syncs.state("Example")).contains(SyncState.created(NOW, List.of("us-east-2")));
    }

    @Test
    void aSyncIsCreatedListedUpdatedAndDeleted() throws IOException {
        syncs.create(from("ops", "eu-west-1"), NOW);

        assertThat(syncs.state("ops")).contains(SyncState.created(NOW, List.of("eu-west-1", "us-east-1")));
        syncs.update(update("ops", "us-east-1"), LATER);

        SyncPage page = syncs.page(SyncListRequest.ofAll());
        assertThat(page.nextToken()).isEmpty();
        assertThat(page.items()).singleElement().satisfies(item -> {
            assertThat(item.sync()).isEqualTo(from("ops", "us-east-1"));
            assertThat(item.state())
                    .contains(SyncState.created(NOW, List.of("eu-west-1", "us-east-1"))
                            .modified(LATER));
        });
        assertThat(directory.validate()).isEmpty();

        syncs.delete("ops", Optional.empty());
        assertThat(directory.resourceDataSyncs()).isEmpty();
        assertThat(syncs.state("ops")).isEmpty();
        assertThat(root.resolve("resource-data-syncs/.state/ops.json")).doesNotExist();
    }

    @Test
    void aSyncWithNowhereToWriteIsNotCreated() throws IOException {
        file("stores.yaml", """
                stores:
                  - {name: ceph, endpoint: 'http://ceph', region: eu-west-1, accountId: 111}
                """);

        assertThatThrownBy(() -> syncs.create(from("ops", "eu-west-1"), NOW))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("S3Destination: is missing, and stores.yaml has no operations to write to instead"
                        + " (400 ResourceDataSyncInvalidConfigurationException");
        assertThat(directory.resourceDataSyncs()).isEmpty();
        assertThat(syncs.state("ops")).isEmpty();
    }

    @Test
    void anUpdateKeepsTheDestinationAndTheFormatOfTheFile() throws IOException {
        file("resource-data-syncs/ops.yaml", """
                SyncName: ops
                SyncType: SyncFromSource
                SyncSource: {SourceType: SingleAccountMultiRegions, SourceRegions: [eu-west-1]}
                S3Destination: {BucketName: reports, SyncFormat: JsonSerDe, Region: eu-west-1}
                """);

        syncs.update(update("ops", "us-east-1"), NOW);

        assertThat(directory.resourceDataSyncs()).singleElement().satisfies(found -> {
            assertThat(found.path()).isEqualTo("resource-data-syncs/ops.yaml");
            assertThat(found.sync().s3Destination()).isPresent();
            assertThat(found.sync().syncSource().orElseThrow().sourceRegions()).containsExactly("us-east-1");
        });
        assertThat(syncs.state("ops")).isEmpty();
    }

    @Test
    void aNameHasAnyCharacters() throws IOException {
        List<String> names = List.of(
                "a/b", "../c", ".hidden", "100%", "日本 語", "x.yaml", "\u0000\n", "README.md", "\uD83D\uDE00".repeat(32));
        for (String name : names) {
            syncs.create(to(name), NOW);
        }

        assertThat(syncs.page(SyncListRequest.ofAll()).items())
                .extracting(item -> item.sync().syncName())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(root.resolve("resource-data-syncs/a%2Fb.json")).exists();
        assertThat(root.resolve("resource-data-syncs/.state/%2E.%2Fc.json")).exists();
        assertThat(directory.validate()).isEmpty();
        for (String name : names) {
            assertThat(syncs.state(name)).isPresent();
            syncs.delete(name, Optional.of(SyncType.SYNC_TO_DESTINATION));
        }
        assertThat(directory.resourceDataSyncs()).isEmpty();
    }

    @Test
    void aNameThatIsTakenIsRefused() throws IOException {
        file("resource-data-syncs/ops.yaml", ResourceDataSyncs.write(to("ops"), DocumentFormat.YAML));

        assertThatThrownBy(() -> syncs.create(from("ops", "eu-west-1"), NOW))
                .hasMessage("Cannot read the resource data sync: 1 problem\n"
                        + "  SyncName: \"ops\" is the name of a sync already, in resource-data-syncs/ops.yaml (400"
                        + " ResourceDataSyncAlreadyExistsException)");
        assertThat(syncs.state("ops")).isEmpty();
    }

    @Test
    void aSixthSyncFromSourceIsRefused() throws IOException {
        for (int i = 1; i <= 5; i++) {
            syncs.create(from("ops" + i, "eu-west-1"), NOW);
        }
        syncs.create(to("data"), NOW);
        String problem = "SyncName: \"ops6\" is one more than the 5 SyncFromSource that there can be (400"
                + " ResourceDataSyncCountExceededException)";

        assertThatThrownBy(() -> syncs.create(from("ops6", "eu-west-1"), NOW))
                .hasMessage("Cannot read the resource data sync: 1 problem\n  " + problem);
        file("resource-data-syncs/ops6.json", ResourceDataSyncs.write(from("ops6", "eu-west-1"), DocumentFormat.JSON));
        assertThat(directory.validate())
                .extracting(Object::toString)
                .containsExactly("resource-data-syncs/ops6.json: " + problem);
    }

    @Test
    void aSecondSyncThatSharesWithTheOrganizationIsRefused() throws IOException {
        syncs.create(shared("first"), NOW);
        String problem = "SyncName: \"second\" shares with the Organization, and \"first\" does already (400"
                + " ResourceDataSyncCountExceededException)";

        assertThatThrownBy(() -> syncs.create(shared("second"), NOW))
                .hasMessage("Cannot read the resource data sync: 1 problem\n  " + problem);
        file("resource-data-syncs/second.json", ResourceDataSyncs.write(shared("second"), DocumentFormat.JSON));
        assertThat(directory.validate())
                .extracting(Object::toString)
                .containsExactly("resource-data-syncs/second.json: " + problem);
    }

    @Test
    void theRegionOfTheDestinationIsThatOfTheBucket() throws IOException {
        assertThatThrownBy(() -> syncs.create(parse(json(to("data")).replace("eu-west-1", "eu-west-2")), NOW))
                .hasMessage(
                        "Cannot read the resource data sync: 1 problem\n  S3Destination.Region: \"eu-west-2\" is not the"
                                + " Region of the bucket \"reports\", which is \"eu-west-1\"" + INVALID);
        assertThatThrownBy(() -> syncs.create(parse(json(to("data")).replace("reports", "gone")), NOW))
                .hasMessage("Cannot read the resource data sync: 1 problem\n  S3Destination.BucketName: Cannot find the"
                        + " bucket \"gone\": none of the stores \"ceph\", \"minio\" claims it. Add it to the buckets of its"
                        + " store in stores.yaml.");
        assertThat(root.resolve("resource-data-syncs")).doesNotExist();
    }

    @Test
    void whatIsNotThereIsNeitherUpdatedNorDeleted() {
        assertThatThrownBy(() -> syncs.update(update("ops", "eu-west-1"), NOW))
                .hasMessage("Cannot read the command: 1 problem\n  SyncName: \"ops\"" + NOT_FOUND);
        assertThatThrownBy(() -> syncs.delete("ops", Optional.empty()))
                .hasMessage("Cannot read the command: 1 problem\n  SyncName: \"ops\"" + NOT_FOUND);
    }

    @Test
    void onlyASyncFromSourceIsUpdatedAndKeepsItsAccountOption() throws IOException {
        syncs.create(to("data"), NOW);
        syncs.create(from("ops", "eu-west-1"), NOW);

        assertThatThrownBy(() -> syncs.update(update("data", "eu-west-1"), NOW))
                .hasMessage(
                        "Cannot read the command: 1 problem\n  SyncName: \"data\" is a SyncToDestination, and only a"
                                + " SyncFromSource can be updated" + INVALID);
        assertThatThrownBy(() -> syncs.update(organization("ops"), NOW))
                .hasMessage("Cannot read the command: 1 problem\n  SyncName: \"ops\" has the account option"
                        + " SingleAccountMultiRegions, which cannot become AwsOrganizations of EntireOrganization; delete"
                        + " the sync and create it again" + INVALID);
        assertThat(directory.resourceDataSyncs())
                .extracting(NamedSync::sync)
                .containsExactly(to("data"), from("ops", "eu-west-1"));
    }

    @Test
    void aSyncIsDeletedOnlyAsWhatItIs() throws IOException {
        syncs.create(to("data"), NOW);

        assertThatThrownBy(() -> syncs.delete("data", Optional.of(SyncType.SYNC_FROM_SOURCE)))
                .hasMessage("Cannot read the command: 1 problem\n  SyncName: \"data\" is a SyncToDestination, not a"
                        + " SyncFromSource" + INVALID);
        assertThat(syncs.state("data")).isPresent();
    }

    @Test
    void aChangeAtTheSameTimeIsAConflict() throws IOException {
        syncs.create(from("ops", "eu-west-1"), NOW);
        DefinitionFiles changing = new ChangingFiles(
                new LocalDefinitionFiles(root), "resource-data-syncs/ops.json", json(from("ops", "us-east-1")));

        assertThatThrownBy(() -> new SyncDirectory(changing).update(update("ops", "eu-central-1"), NOW))
                .hasMessage(
                        "Cannot read resource-data-syncs/ops.json: 1 problem\n  SyncName: \"ops\" was changed at the same"
                                + " time; look at it and update it again (400 ResourceDataSyncConflictException)");
        assertThat(directory.resourceDataSyncs()).extracting(NamedSync::sync).containsExactly(from("ops", "us-east-1"));
    }

    @Test
    void listPagesSortedByNameAndByType() throws IOException {
        List<String> names =
                IntStream.range(0, 120).mapToObj(i -> String.format("d%03d", i)).toList();
        for (String name : names) {
            file("resource-data-syncs/" + name + ".json", json(to(name)));
        }
        file("resource-data-syncs/d0500.json", json(from("d0500", "eu-west-1")));
        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            SyncPage page = syncs.page(new SyncListRequest(Optional.of(SyncType.SYNC_TO_DESTINATION), 50, token));
            page.items().forEach(item -> found.add(item.sync().syncName()));
            sizes.add(page.items().size());
            token = page.nextToken();
        } while (token.isPresent());

        assertThat(sizes).containsExactly(50, 50, 20);
        assertThat(found).isEqualTo(names);
        assertThat(syncs.page(new SyncListRequest(Optional.of(SyncType.SYNC_FROM_SOURCE), 1, Optional.empty()))
                        .items())
                .extracting(item -> item.sync().syncName())
                .containsExactly("d0500");
    }

    @Test
    void aTokenThatNoPageGaveIsRefused() {
        assertThatThrownBy(() -> syncs.page(new SyncListRequest(Optional.empty(), 50, Optional.of("x"))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read the command: 1 problem\n  NextToken: \"x\" was given by no page (400"
                        + " InvalidNextToken)");
    }

    @Test
    void aStateIsReplacedAsAWholeUnlessTheSyncIsGone() throws IOException {
        syncs.create(to("data"), NOW);
        SyncState state = syncs.state("data")
                .orElseThrow()
                .started(LATER)
                .succeeded(LATER, "1 bucket", List.of(new SyncedBucket("111", "eu-west-1", "media", "daily")));

        assertThat(syncs.putState("data", state)).isTrue();
        assertThat(syncs.state("data")).contains(state);
        assertThat(syncs.page(SyncListRequest.ofAll()).items())
                .extracting(item -> item.state().orElseThrow().lastStatus().orElseThrow())
                .containsExactly(LastStatus.SUCCESSFUL);
        syncs.delete("data", Optional.empty());
        assertThat(syncs.putState("data", state)).isFalse();
        assertThat(syncs.state("data")).isEmpty();
    }

    @Test
    void aStateThatCannotBeReadSaysTheWayOut() throws IOException {
        syncs.create(to("data"), NOW);
        file("resource-data-syncs/.state/data.json", "{\"SyncCreatedTime\": \"2026-11-21T03:00:00Z\"");
        String problem =
                "(document): is not JSON: line 1, column 43: Unexpected end-of-input: expected close marker for"
                        + " Object. Delete the file; the next run then brings everything again.";

        assertThatThrownBy(() -> syncs.state("data"))
                .hasMessage("Cannot read resource-data-syncs/.state/data.json: 1 problem\n  " + problem);
        assertThat(directory.validate())
                .extracting(Object::toString)
                .containsExactly("resource-data-syncs/.state/data.json: " + problem);
    }

    @Test
    void aStateTooLargeToBeReadAgainIsNotWritten() throws IOException {
        syncs.create(to("data"), NOW);
        SyncState before = syncs.state("data").orElseThrow();
        List<SyncedBucket> many = IntStream.range(0, 40_000)
                .mapToObj(i -> new SyncedBucket("111", "eu-west-1", "bucket-" + i, "daily 2026-11-20T00-00Z"))
                .toList();

        assertThatThrownBy(() -> syncs.putState("data", before.succeeded(NOW, "all", many)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Cannot write \"resource-data-syncs/.state/data.json\" in the definition directory \"" + root
                                + "\": with 40000 buckets it is larger than 2097152 bytes. Split the stores between several"
                                + " syncs.");
        assertThat(syncs.state("data")).contains(before);
        assertThat(syncs.putState("data", before.succeeded(NOW, "all", many.subList(0, 25_000))))
                .isTrue();
        assertThat(syncs.state("data").orElseThrow().synced()).hasSize(25_000);
    }

    /** Files of which one is changed by somebody else once it has been read. */
    private static final class ChangingFiles implements DefinitionFiles {
        private final DefinitionFiles files;
        private final String path;
        private final String content;

        ChangingFiles(DefinitionFiles files, String path, String content) {
            this.files = files;
            this.path = path;
            this.content = content;
        }

        @Override
        public List<String> list(String folder) throws IOException {
            return files.list(folder);
        }

        @Override
        public Optional<byte[]> read(String read) throws IOException {
            Optional<byte[]> found = files.read(read);
            if (read.equals(path)) {
                files.write(path, content.getBytes(StandardCharsets.UTF_8));
            }
            return found;
        }

        @Override
        public void write(String written, byte[] bytes) throws IOException {
            files.write(written, bytes);
        }

        @Override
        public boolean delete(String deleted) throws IOException {
            return files.delete(deleted);
        }

        @Override
        public String location() {
            return files.location();
        }
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static ResourceDataSync to(String name) {
        ResourceDataSync sync =
                parse("{\"SyncName\": \"a\", \"S3Destination\": {\"BucketName\": \"reports\", \"SyncFormat\":"
                        + " \"JsonSerDe\", \"Region\": \"eu-west-1\"}}");
        return new ResourceDataSync(name, sync.syncType(), sync.s3Destination(), sync.syncSource());
    }

    private static ResourceDataSync shared(String name) {
        return parse(json(to(name))
                .replace(
                        "\"Region\"",
                        "\"DestinationDataSharing\": {\"DestinationDataSharingType\": \"Organization\"}, \"Region\""));
    }

    private static ResourceDataSync from(String name, String region) {
        return parse(
                "{\"SyncName\": \"" + name + "\", \"SyncType\": \"SyncFromSource\", \"SyncSource\": {\"SourceType\":"
                        + " \"SingleAccountMultiRegions\", \"SourceRegions\": [\"" + region + "\"]}}");
    }

    private static SyncUpdate update(String name, String region) {
        return new SyncUpdate(name, from(name, region).syncSource().orElseThrow());
    }

    private static SyncUpdate organization(String name) {
        return ResourceDataSyncs.parseUpdate(
                "update",
                json(from(name, "eu-west-1"))
                        .replace(
                                "\"SingleAccountMultiRegions\"",
                                "\"AwsOrganizations\", \"AwsOrganizationsSource\": {\"OrganizationSourceType\":"
                                        + " \"EntireOrganization\"}")
                        .getBytes(StandardCharsets.UTF_8),
                DocumentFormat.JSON);
    }

    private static String json(ResourceDataSync sync) {
        return ResourceDataSyncs.write(sync, DocumentFormat.JSON);
    }

    private static ResourceDataSync parse(String json) {
        return ResourceDataSyncs.parse("sync", json.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
