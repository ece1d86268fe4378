package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a quickstart refuses before it starts anything, and what it may delete. */
class QuickstartCommandTest {
    @TempDir
    private Path directory;

    @AfterEach
    void leaveTheMaster() {
        System.clearProperty("spark.master");
        System.clearProperty("spark.remote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "spark://cluster:7077", "k8s://https://cluster", "local-cluster[2,1,1024]"})
    void refusesAMasterThatIsNotLocal(String master) {
        System.setProperty("spark.master", master);
        Path unmade = directory.resolve("unmade");
        assertThat(CommandLineRun.of("quickstart", "--directory", unmade.toString()))
                .isEqualTo(
                        CommandLineRun.refused("Cannot run the quickstart on \"" + master + "\": its S3 server answers"
                                + " on this machine alone; leave the master away, or name \"local[*]\"."));
        assertThat(unmade).doesNotExist();
    }

    @Test
    void refusesASparkConnectServer() {
        System.setProperty("spark.remote", "sc://cluster");
        assertThat(CommandLineRun.of("quickstart").err())
                .startsWith("Cannot run the quickstart on \"sc://cluster\": its S3 server answers");
    }

    @Test
    void refusesADirectoryWithTheFilesOfSomebodyElse() throws IOException {
        Files.createDirectories(directory.resolve("definitions"));
        Files.writeString(directory.resolve("definitions/stores.yaml"), "stores: []");
        assertThat(CommandLineRun.of("quickstart", "--directory", directory.toString()))
                .isEqualTo(CommandLineRun.refused("Cannot use \"" + directory
                        + "\" for the quickstart: \"definitions\" in it is not from an earlier quickstart; name another"
                        + " directory with --directory."));
        assertThat(directory.resolve("definitions/stores.yaml")).hasContent("stores: []");
    }

    @Test
    void refusesADirectoryToWhichSomethingWasAdded() throws IOException {
        QuickstartDirectory.replace(directory);
        Files.writeString(directory.resolve("notes.txt"), "mine");
        assertThat(CommandLineRun.of("quickstart", "--directory", directory.toString()))
                .isEqualTo(CommandLineRun.refused("Cannot use \"" + directory
                        + "\" for the quickstart: \"notes.txt\" in it is not from an earlier quickstart; name another"
                        + " directory with --directory."));
        assertThat(directory.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void refusesAFile() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(CommandLineRun.of("quickstart", "--directory", file.toString()))
                .isEqualTo(CommandLineRun.refused(
                        "Cannot use \"" + file + "\" for the quickstart: it is not a directory."));
    }

    @Test
    void refusesADirectoryThatCannotBeMade() throws IOException {
        Path below = Files.createFile(directory.resolve("file")).resolve("below");
        assertThat(CommandLineRun.of("quickstart", "--directory", below.toString()))
                .isEqualTo(CommandLineRun.refused("Cannot use \"" + below + "\" for the quickstart: Not a directory."));
    }

    @Test
    void replacesWhatAnEarlierQuickstartLeftAndFollowsNoLink() throws IOException {
        Path root = directory.resolve("quickstart");
        Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("mine.txt"), "mine");
        QuickstartDirectory earlier = QuickstartDirectory.replace(root);
        Files.createDirectories(earlier.definitions());
        Files.createDirectories(earlier.buckets().resolve("reports"));
        Files.writeString(earlier.buckets().resolve("reports/old.txt"), "old");
        Files.createSymbolicLink(earlier.buckets().resolve("link"), elsewhere);

        QuickstartDirectory.replace(root);

        try (Stream<Path> left = Files.list(root)) {
            assertThat(left.map(Path::getFileName)).containsExactly(Path.of(".stocktake-quickstart"));
        }
        assertThat(elsewhere.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void anOddKeyIsOneCellOfATable() {
        assertThat(List.of("2024/01/IMG_05478.jpg", "nl\nx", "ü/ö &+?%.txt", "z😀".repeat(20)).stream()
                        .map(QuickstartTour::key))
                .containsExactly("2024/01/IMG_05478.jpg", "nl\\u000ax", "ü/ö &+?%.txt", "z😀".repeat(15) + "z…");
    }
}
