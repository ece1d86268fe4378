package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Problem;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.ReplicationFilter;
import io.stocktake.config.replication.ReplicationRule;
import io.stocktake.config.replication.ReplicationRule.DeleteMarkerReplication;
import io.stocktake.config.replication.RuleStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicationDirectoryTest {

    private static final String FILE = "buckets/data/replication.json";

    private static final String TOO_LARGE =
            "(document): is larger than 2097152 bytes (400 InvalidRequest: The number of"
                    + " replication rules must not exceed the allowed limit of 1000 rules.)";

    @TempDir
    Path root;

    private DefinitionDirectory directory;

    @BeforeEach
    void openTheDirectory() throws IOException {
        directory = new DefinitionDirectory(new LocalDefinitionFiles(root));
    }

    private void stores() throws IOException {
        file("stores.yaml", """
                accountId: 111
                stores:
                  - {name: ceph, endpoint: 'http://ceph', region: eu-west-1, buckets: [data, copy, same=data]}
                  - {name: minio, endpoint: 'http://minio', accountId: 222, buckets: [media, other=data]}
                """);
    }

    @Test
    void whatIsPutIsFoundReplacedAndDeleted() throws IOException {
        ReplicationConfiguration configuration = to("copy", "");
        directory.putReplication("data", configuration);

        assertThat(directory.replication("data"))
                .contains(new BucketReplication("data", configuration.withGeneratedIds(), FILE));
        assertThat(root.resolve(FILE))
                .hasContent(ReplicationConfigurations.write(configuration.withGeneratedIds(), DocumentFormat.JSON));
        directory.putReplication("data", to("media", ""));
        assertThat(directory.replications())
                .extracting(
                        it -> it.configuration().rules().get(0).destination().bucket())
                .containsExactly("media");
        assertThat(directory.deleteReplication("data")).isTrue();
        assertThat(directory.deleteReplication("data")).isFalse();
        assertThat(directory.replication("data")).isEmpty();
    }

    @Test
    void aPutKeepsTheFormatOfTheFileThatItReplaces() throws IOException {
        for (String name : List.of("replication.yml", "replication.xml")) {
            DocumentFormat format = DocumentFormat.ofFileName(name).orElseThrow();
            file("buckets/data/" + name, ReplicationConfigurations.write(to("copy", ""), format));

            directory.putReplication("data", to("media", ""));

            assertThat(directory.replication("data"))
                    .contains(
                            new BucketReplication("data", to("media", "").withGeneratedIds(), "buckets/data/" + name));
            directory.deleteReplication("data");
        }
    }

    @Test
    void aPutThatS3RefusesChangesNothing() throws IOException {
        String before = ReplicationConfigurations.write(to("copy", ""), DocumentFormat.JSON);
        file(FILE, before);

        assertThatThrownBy(() -> directory.putReplication("data", to("data", "")))
                .hasMessage("Cannot read the replication configuration: 1 problem\n  Rules[0].Destination.Bucket:"
                        + " \"arn:aws:s3:::data\" is the source (400 InvalidRequest: Destination bucket cannot be the same"
                        + " as the source bucket.)");
        assertThatThrownBy(() -> directory.putReplication("../data", to("copy", "")))
                .hasMessage("Cannot read the command: 1 problem\n"
                        + "  Bucket: \"../data\" is not the name of a bucket: it is 1 to 255 of A-Z a-z 0-9 . _ - and"
                        + " begins with a letter or a digit");
        assertThat(root.resolve(FILE)).hasContent(before);
    }

    @Test
    void aConfigurationThatIsThereTwiceIsNotReplaced() throws IOException {
        file(FILE, ReplicationConfigurations.toJson(to("copy", "")));
        file("buckets/data/replication.yaml", ReplicationConfigurations.toYaml(to("copy", "")));
        String problem = "(document): \"data\" is defined in " + FILE + " too";

        assertThatThrownBy(() -> directory.replication("data"))
                .hasMessage("Cannot read buckets/data/replication.yaml: 1 problem\n  " + problem);
        assertThatThrownBy(() -> directory.putReplication("data", to("copy", "")))
                .hasMessage(
                        "Cannot read buckets/data/replication.yaml: 1 problem\n  " + problem + "; delete one of them");
        assertThat(directory.deleteReplication("data")).isTrue();
        assertThat(directory.replications()).isEmpty();
    }

    @Test
    void whatOnlyStoresTellIsRefusedByPutAndByValidate() throws IOException {
        stores();
        List<String> lines = List.of(
                "Rules[0].Destination.Bucket: \"arn:aws:s3:::same\" is the source: the aliases \"data\" and \"same\" both"
                        + " name the bucket \"data\" of the store \"ceph\" (400 InvalidRequest: Destination bucket cannot"
                        + " be the same as the source bucket.)",
                "Rules[0].Destination.Account: the expected owner of the bucket \"media\" is account \"111\", and its store"
                        + " \"minio\" belongs to account \"222\" (400 InvalidArgument: The AWS account specified in the"
                        + " <Account> element must match the destination bucket owner.)",
                "Rules[0].Destination.Bucket: Cannot find the bucket \"gone\": none of the stores \"ceph\", \"minio\""
                        + " claims it. Add it to the buckets of its store in stores.yaml.");
        List<ReplicationConfiguration> refused = List.of(to("same", ""), to("media", "111"), to("gone", ""));
        for (int i = 0; i < refused.size(); i++) {
            ReplicationConfiguration configuration = refused.get(i);
            assertThatThrownBy(() -> directory.putReplication("data", configuration))
                    .hasMessage("Cannot read the replication configuration: 1 problem\n  " + lines.get(i));
            file(FILE, ReplicationConfigurations.toJson(configuration));
            assertThat(directory.validate()).extracting(Problem::toString).containsExactly(FILE + ": " + lines.get(i));
            directory.deleteReplication("data");
        }

        // The same name in another store is another bucket.
        directory.putReplication("data", to("other", "222"));
        assertThat(directory.validate()).isEmpty();
    }

    @Test
    void aDocumentAboveTwoMegabytesIsRefusedAsS3Does() throws IOException {
        stores();
        file(FILE, " ".repeat(2 * 1024 * 1024 + 1));

        assertThat(directory.validate()).extracting(Problem::toString).containsExactly(FILE + ": " + TOO_LARGE);
        assertThatThrownBy(() -> directory.replication("data"))
                .hasMessage("Cannot read " + FILE + ": 1 problem\n  " + TOO_LARGE);
    }

    @Test
    void aPutThatCouldNotBeReadAgainForItsSizeIsRefused() {
        List<ReplicationRule> rules = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ReplicationRule rule = to("copy", "").rules().get(0);
            List<ReplicationFilter.ObjectTag> tags = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                tags.add(new ReplicationFilter.ObjectTag(j + "k".repeat(127), "v".repeat(255)));
            }
            rules.add(new ReplicationRule(
                    Optional.empty(),
                    Optional.of(i),
                    Optional.empty(),
                    Optional.of(new ReplicationFilter.And(Optional.empty(), tags)),
                    RuleStatus.ENABLED,
                    Optional.empty(),
                    rule.destination(),
                    Optional.of(new DeleteMarkerReplication(Optional.of(RuleStatus.DISABLED)))));
        }

        assertThatThrownBy(() -> directory.putReplication("data", new ReplicationConfiguration("r", rules)))
                .hasMessage("Cannot read the replication configuration: 1 problem\n  " + TOO_LARGE);
        assertThat(root.resolve("buckets")).doesNotExist();
    }

    @Test
    void anInvalidStoresYamlDoesNotKeepAPutFromBeingWritten() throws IOException {
        file("stores.yaml", "stores: []");

        directory.putReplication("data", to("copy", ""));

        assertThat(directory.replication("data")).isPresent();
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** @param account empty: none */
    private static ReplicationConfiguration to(String bucket, String account) {
        String json = "{\"Role\": \"r\", \"Rules\": [{\"Status\": \"Enabled\", \"Destination\": {"
                + (account.isEmpty() ? "" : "\"Account\": \"" + account + "\", ")
                + "\"Bucket\": \"arn:aws:s3:::" + bucket + "\"}}]}";
        return ReplicationConfigurations.parse("r", json.getBytes(StandardCharsets.UTF_8), DocumentFormat.JSON);
    }
}
