package io.stocktake.config.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.InvalidDefinitionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDefinitionFilesTest {

    @TempDir
    Path temporary;

    private Path root;
    private LocalDefinitionFiles files;

    @BeforeEach
    void openTheDirectory() throws IOException {
        root = Files.createDirectory(temporary.resolve("definitions"));
        files = new LocalDefinitionFiles(root);
    }

    @Test
    void whatIsWrittenIsReadListedAndDeleted() throws IOException {
        files.write("buckets/b/inventory/z.json", bytes("z"));
        files.write("buckets/b/inventory/a.json", bytes("a"));
        files.write("stores.yaml", bytes("first"));
        files.write("stores.yaml", bytes("second"));

        assertThat(files.read("stores.yaml")).hasValue(bytes("second"));
        assertThat(files.read("absent.yaml")).isEmpty();
        assertThat(files.list(""))
                .containsExactly("buckets/b/inventory/a.json", "buckets/b/inventory/z.json", "stores.yaml");
        assertThat(files.list("buckets/b/inventory"))
                .containsExactly("buckets/b/inventory/a.json", "buckets/b/inventory/z.json");
        assertThat(files.list("absent")).isEmpty();
        assertThat(files.delete("stores.yaml")).isTrue();
        assertThat(files.delete("stores.yaml")).isFalse();
        assertThat(files.location()).isEqualTo(root.toString());
    }

    @Test
    void writingLeavesNoOtherFileBehind() throws IOException {
        files.write("stores.yaml", bytes("content"));
        Files.createDirectories(root.resolve("full/stores.yaml/x"));

        assertThatThrownBy(() -> files.write("full/stores.yaml", bytes("content")))
                .isInstanceOf(IOException.class);
        try (var entries = Files.walk(root)) {
            assertThat(entries.filter(Files::isRegularFile)).containsExactly(root.resolve("stores.yaml"));
        }
    }

    @Test
    void aReaderSeesTheOldContentOrTheNewNeverAPart() throws Exception {
        byte[] old = bytes("a".repeat(1 << 20));
        byte[] changed = bytes("b".repeat(1 << 20));
        files.write("stores.yaml", old);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = writer.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    files.write("stores.yaml", i % 2 == 0 ? changed : old);
                }
                return null;
            });
            do {
                assertThat(files.read("stores.yaml").orElseThrow()).isIn(old, changed);
            } while (!writing.isDone());
            writing.get();
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void hiddenFilesAreNotListedAndCanBeRead() throws IOException {
        files.write(".git/config", bytes("x"));
        files.write("resource-data-syncs/.state/a.json", bytes("x"));

        assertThat(files.list("")).isEmpty();
        assertThat(files.list("resource-data-syncs/.state")).containsExactly("resource-data-syncs/.state/a.json");
        assertThat(files.read("resource-data-syncs/.state/a.json")).isPresent();
    }

    @Test
    void pathsThatLeaveTheDirectoryAreRefused() {
        for (String path : List.of("../x", "a/../../x", "/etc/passwd", "a//b", "./a", "")) {
            assertThatThrownBy(() -> files.read(path))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Cannot read \"" + path + "\" in the definition directory \"" + root
                            + "\": a path has no empty step, \".\" or \"..\"");
        }
        assertThatThrownBy(() -> files.write("a\u0000b", bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("a path has no control character or backslash");
    }

    @Test
    void aLinkThatLeavesTheDirectoryIsRefused() throws IOException {
        Files.writeString(temporary.resolve("secret.json"), "secret");
        Files.createSymbolicLink(root.resolve("out"), temporary);

        assertThatThrownBy(() -> files.read("out/secret.json"))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read \"out/secret.json\" in the definition directory \"" + root
                        + "\": \"out/secret.json\" is a symbolic link that leaves the directory");
        assertThatThrownBy(() -> files.write("out/new.json", bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("\"out/new.json\" is a symbolic link that leaves the directory");
        assertThatThrownBy(() -> files.delete("out/secret.json")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> files.list(""))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot list \".\" in the definition directory \"" + root
                        + "\": \"out\" is a symbolic link that leaves the directory");
        assertThat(temporary.resolve("secret.json")).hasContent("secret");
        assertThat(temporary.resolve("new.json")).doesNotExist();
    }

    @Test
    void aLinkWithinTheDirectoryIsFollowedAndKept() throws IOException {
        files.write(".data/stores.yaml", bytes("old"));
        Files.createSymbolicLink(root.resolve("stores.yaml"), Path.of(".data", "stores.yaml"));

        files.write("stores.yaml", bytes("new"));

        assertThat(files.list("")).containsExactly("stores.yaml");
        assertThat(Files.isSymbolicLink(root.resolve("stores.yaml"))).isTrue();
        assertThat(root.resolve(".data/stores.yaml")).hasContent("new");
    }

    @Test
    void aLinkThatLeadsBackToWhereItIsIsRefused() throws IOException {
        Files.createDirectories(root.resolve("buckets"));
        Files.createSymbolicLink(root.resolve("buckets/again"), root.resolve("buckets"));

        assertThatThrownBy(() -> files.list(""))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot list \".\" in the definition directory \"" + root
                        + "\": a symbolic link in \"buckets/again\" leads back to where it is");
    }

    @Test
    void aLargeFileIsRefusedBeforeItIsRead() throws IOException {
        Path large = root.resolve("stores.yaml");
        try (var channel = FileChannel.open(large, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            // Sparse: a hundred gigabytes that no heap here could hold.
            channel.write(ByteBuffer.wrap(bytes("x")), 100L << 30);
        }

        assertThatThrownBy(() -> files.read("stores.yaml"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("Cannot read stores.yaml: 1 problem\n  (document): is larger than 2097152 bytes");
    }

    @Test
    void whatIsNoDirectoryIsRefused() {
        assertThatThrownBy(() -> new LocalDefinitionFiles(root.resolve("absent")))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read the definition directory \"" + root.resolve("absent")
                        + "\": there is no such directory. Create it, or name another.");
        assertThatThrownBy(() -> {
                    Files.createDirectories(root.resolve("folder"));
                    files.read("folder");
                })
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("it is not a file");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
