package io.stocktake.replication.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.inventory.file.ReportRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestCsvTest {
    private static final Configuration CONFIGURATION = new Configuration();

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("m.csv");
    }

    private List<ManifestEntry> read(byte[] content) throws IOException {
        Files.write(path(), content);
        EntryFile file = new EntryFile(new org.apache.hadoop.fs.Path(path().toUri()), "manifest", List.of(), "");
        List<ManifestEntry> entries = new ArrayList<>();
        try (EntryReader reader = EntryReader.open(file, Set.of("photos"), CONFIGURATION)) {
            reader.forEachRemaining(entries::add);
        }
        return entries;
    }

    private List<ManifestEntry> read(String content) throws IOException {
        return read(content.getBytes(UTF_8));
    }

    private static ManifestEntry current(String key) {
        return new ManifestEntry("photos", key, Optional.empty());
    }

    private static ManifestEntry version(String key, String versionId) {
        return new ManifestEntry("photos", key, Optional.of(versionId));
    }

    @Test
    void aSpaceIsAPlusOrPercent20AndAPlusIsPercent2B() throws IOException {
        assertThat(read("photos,a+b\nphotos,a%20b\nphotos,a%2Bb\nphotos,a%2bb\nphotos,%C3%BC/ü\n"))
                .containsExactly(current("a b"), current("a b"), current("a+b"), current("a+b"), current("ü/ü"));
    }

    @Test
    void theThirdColumnIsTheVersionAndEmptyForTheCurrentOne() throws IOException {
        assertThat(read("photos,a,3sL4kqtJlcpXroDTDmJ\nphotos,a,null\nphotos,b,\n"))
                .containsExactly(version("a", "3sL4kqtJlcpXroDTDmJ"), version("a", "null"), current("b"));
    }

    @Test
    void quotedValuesAreTakenOutOfTheirQuotes() throws IOException {
        assertThat(read("\"photos\",\"a,\"\"b\"\"\",\"v1\"\nphotos,\"nl\nx\",v2\n"))
                .containsExactly(version("a,\"b\"", "v1"), version("nl\nx", "v2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photos,a\nphotos,b", "photos,a\nphotos,b\n", "photos,a\r\nphotos,b\r\n",
                        "photos,a\r\nphotos,b\r\n\r\n\r\n",
                "photos,a\n\nphotos,b\n\n\n", "photos,a\rphotos,b\r", "\uFEFFphotos,a\nphotos,b\n",
                        "\"photos\",a\r\n\"photos\",\"b\""
            })
    void linesEndAsTheyLike(String content) throws IOException {
        assertThat(read(content)).containsExactly(current("a"), current("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "\uFEFF"})
    void anEmptyManifestHasNoEntries(String content) throws IOException {
        assertThat(read(content)).isEmpty();
    }

    @Test
    void anyKeyIsReadBackHoweverItWasEncoded() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<String> keys = new ArrayList<>(ReportRows.ODD_KEYS);
            random.ints(20, 1, 200)
                    .forEach(length -> keys.add(random.ints(length, 1, 0x11_0000)
                            .filter(character -> !(character >= 0xD800 && character <= 0xDFFF))
                            .collect(
                                    () -> new StringBuilder("k"), StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString()));
            StringBuilder content = new StringBuilder();
            for (String key : keys) {
                String encoded = URLEncoder.encode(key, UTF_8);
                String line = random.nextBoolean()
                        ? encoded
                        : encoded.replace("+", "%20").replace("%2F", "/");
                content.append(random.nextBoolean() ? "photos," + line : "\"photos\",\"" + line + "\"")
                        .append(random.nextBoolean() ? "\n" : "\r\n");
            }
            assertThat(read(content.toString()))
                    .as("seed %d", seed)
                    .isEqualTo(keys.stream().map(ManifestCsvTest::current).toList());
        }
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("photos\n", "its line 1 has 1 column, not bucket,key or bucket,key,version-id"),
                Arguments.of("photos,a,v,x\n", "its line 1 has 4 columns, not bucket,key or bucket,key,version-id"),
                Arguments.of(
                        "photos,a\n\r\nphotos,b,c\n",
                        "its line 3 has 3 columns, those before it have 2; a comma in a key is written %2C"),
                Arguments.of(
                        "photos,a,v1\nphotos,b",
                        "its line 2 has 2 columns, those before it have 3; a comma in a key is written %2C"),
                Arguments.of("photos,a\nPhotos,b\n", "its line 2 names the bucket \"Photos\", not \"photos\""),
                Arguments.of("Bucket,Key\nphotos,b\n", "its line 1 names the bucket \"Bucket\", not \"photos\""),
                Arguments.of("photos,\n", "its line 1 has no key"),
                Arguments.of("photos,100%\n", "its line 1 has \"100%\" as its key, which is not URL-encoded"),
                Arguments.of("photos,a\nphotos,%FF\n", "its line 2 has \"%FF\" as its key, which is not URL-encoded"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadLineIsNamed(String content, String message) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot read manifest \"file:" + path() + "\": " + message);
    }

    @Test
    void aQuoteThatIsNotClosedDoesNotTakeTheWholeFileIntoMemory() {
        String rest = "photos,b\n".repeat(1_000_000);
        assertThatThrownBy(() -> read("photos,a\nphotos,\"a\n" + rest))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read manifest \"file:" + path() + "\": it is not CSV in UTF-8: ")
                .hasMessageContaining("a row has more than 1,048,576 characters; is a quote not closed?");
    }

    @Test
    void aQuoteThatIsNotClosedAtTheEndIsRefused() {
        assertThatThrownBy(() -> read("photos,a\nphotos,\"b\n"))
                .hasMessageStartingWith("Cannot read manifest \"file:" + path() + "\": it is not CSV in UTF-8: ")
                .hasMessageContaining("EOF reached before encapsulated token finished");
    }

    @Test
    void bytesThatAreNoTextAreRefused() {
        assertThatThrownBy(() -> read(new byte[] {0x1f, (byte) 0x8b, 8, 0}))
                .hasMessage("Cannot read manifest \"file:" + path()
                        + "\": it is not CSV in UTF-8: it has bytes that are no text");
    }

    @Test
    void aLongManifestIsReadFrontToBack() throws IOException {
        StringBuilder content = new StringBuilder();
        List<ManifestEntry> expected = new ArrayList<>();
        for (int number = 0; number < 50_000; number++) {
            String key = "folder/%08d".formatted(number) + "x".repeat(number % 50);
            content.append("photos,").append(key).append(",v").append(number).append('\n');
            expected.add(version(key, "v" + number));
        }
        assertThat(read(content.toString())).isEqualTo(expected);
    }
}
