package io.stocktake.inventory.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.listing.ObjectColumn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportFileErrorsTest {
    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("report");
    }

    private ReportFile written(ReportFormat format) throws IOException {
        ReportRows.write(path, ReportRows.allColumns(format), List.of(ReportRows.full("a"), ReportRows.full("b")));
        return ReportRows.file(path);
    }

    private String cannotRead() {
        return "Cannot read report file \"%s\": ".formatted(new org.apache.hadoop.fs.Path(path.toUri()));
    }

    @ParameterizedTest
    @EnumSource
    void aMissingFile(ReportFormat format) throws IOException {
        ReportFile file = written(format);
        Files.delete(path);
        assertThatThrownBy(() -> ReportRows.read(file, ReportRows.allColumns(format)))
                .isInstanceOf(IOException.class)
                .hasMessage(cannotRead() + "it does not exist");
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedFile(ReportFormat format) throws IOException {
        ReportFile file = written(format);
        byte[] bytes = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(() -> ReportRows.read(file, ReportRows.allColumns(format)))
                .isInstanceOf(IOException.class)
                .hasMessage(cannotRead()
                        + "it has %d bytes, its manifest says %d".formatted(bytes.length - 10, bytes.length));
    }

    @ParameterizedTest
    @EnumSource
    void anAlteredFileWhereverItWasAltered(ReportFormat format) throws IOException {
        ReportFile file = written(format);
        byte[] bytes = Files.readAllBytes(path);
        for (int at = 0; at < bytes.length; at += 31) {
            byte[] altered = bytes.clone();
            altered[at] ^= 0x10;
            Files.write(path, altered);
            String expected =
                    cannotRead() + "its MD5 is %s, its manifest says %s".formatted(ReportRows.md5(path), file.md5());
            assertThatThrownBy(() -> ReportRows.read(file, ReportRows.allColumns(format)))
                    .as("byte %d of %s", at, format)
                    .isInstanceOf(IOException.class)
                    .hasMessage(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherSoundReportInItsPlace(ReportFormat format) throws IOException {
        ReportFile file = written(format);
        ReportFile claimed = new ReportFile(file.location(), file.size(), "0".repeat(32));
        assertThatThrownBy(() -> ReportRows.read(claimed, ReportRows.allColumns(format)))
                .hasMessage(cannotRead()
                        + "its MD5 is %s, its manifest says 00000000000000000000000000000000".formatted(file.md5()));
    }

    @ParameterizedTest
    @EnumSource
    void withoutVerificationTheMd5IsNotAsked(ReportFormat format) throws IOException {
        ReportFile file = written(format);
        ReportFile claimed = new ReportFile(file.location(), file.size(), "0".repeat(32));
        ReportSchema schema =
                ReportSchema.parse(format, ReportRows.allColumns(format).fileSchema());
        assertThat(ReportRows.read(claimed, schema, new int[] {1}, Verification.SIZE))
                .containsExactly(List.of(ReportRows.text("a")), List.of(ReportRows.text("b")));
    }

    @ParameterizedTest
    @CsvSource({
        "CSV, it is not a CSV file in gzip: Not in GZIP format",
        "ORC, it is not a sound ORC file: ",
        "PARQUET, it is not a sound Parquet file: "
    })
    void aFileOfAnotherKind(ReportFormat format, String reason) throws IOException {
        Files.writeString(path, "no report, but long enough to look for a footer in");
        ReportFile file = ReportRows.file(path);
        assertThatThrownBy(() -> ReportRows.read(file, ReportRows.allColumns(format)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(cannotRead() + reason);
    }

    @ParameterizedTest
    @CsvSource({"ORC, size", "PARQUET, size"})
    void aColumnThatTheFileHasNot(ReportFormat format, String column) throws IOException {
        ReportRows.write(
                path,
                new ReportLayout(format, ObjectColumn.ALWAYS),
                List.of(List.of(ReportRows.text("b"), ReportRows.text("k"))));
        ReportFile file = ReportRows.file(path);
        assertThatThrownBy(() -> ReportRows.read(
                        file,
                        new ReportLayout(format, List.of(ObjectColumn.BUCKET, ObjectColumn.KEY, ObjectColumn.SIZE))))
                .hasMessage(cannotRead() + "it has no column \"%s\"".formatted(column));
    }

    private ReportFile csv(String text) throws IOException {
        Files.write(path, gzip(text));
        return ReportRows.file(path);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    private static final ReportLayout FEW = new ReportLayout(
            ReportFormat.CSV,
            List.of(
                    ObjectColumn.BUCKET,
                    ObjectColumn.KEY,
                    ObjectColumn.IS_LATEST,
                    ObjectColumn.SIZE,
                    ObjectColumn.LAST_MODIFIED_DATE));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "b,k|its row 2 has 2 columns, its manifest says 5",
                "b,k,,,,|its row 2 has 6 columns, its manifest says 5",
                "b,100%,true,1,2024-05-06T22:37:48.000Z|its row 2 has \"100%\" as its Key, not a URL-encoded key",
                "b,k,yes,1,2024-05-06T22:37:48.000Z|its row 2 has \"yes\" as its IsLatest, not true or false",
                "b,k,true,1.5,2024-05-06T22:37:48.000Z|its row 2 has \"1.5\" as its Size, not a whole number",
                "b,k,true,1,yesterday|its row 2 has \"yesterday\" as its LastModifiedDate, not a time such as 2024-05-06T22:37:48.000Z",
            })
    void aCsvRowThatIsNotWhatTheManifestPromises(String row, String reason) throws IOException {
        ReportFile file = csv("\"b\",\"k\",\"\",\"\",\"\"\n" + row + "\n");
        assertThatThrownBy(() -> ReportRows.read(file, FEW))
                .isInstanceOf(IOException.class)
                .hasMessage(cannotRead() + reason);
    }

    @Test
    void aCsvFileThatIsNotUtf8() throws IOException {
        ReportFile file = csv("\"\u00ff\",\"k\",\"\",\"\",\"\"\n");
        assertThatThrownBy(() -> ReportRows.read(file, FEW))
                .isInstanceOf(IOException.class)
                .hasMessage(cannotRead() + "it is not a CSV file in gzip: Input length = 1");
    }

    @Test
    void csvWithoutQuotesIsReadAsWell() throws IOException {
        ReportFile file = csv("b,a+b%2Bc,TRUE,7,2024-05-06T22:37:48Z\r\n");
        assertThat(ReportRows.read(file, FEW))
                .containsExactly(
                        List.of(ReportRows.text("b"), ReportRows.text("a b+c"), true, 7L, 1_715_035_068_000_000L));
    }

    @Test
    void everyMemberOfAGzipFileIsRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(gzip("\"b\",\"1\",\"\",\"\",\"\"\n"));
        bytes.write(gzip("\"b\",\"2\",\"\",\"\",\"\"\n"));
        Files.write(path, bytes.toByteArray());
        assertThat(ReportRows.read(ReportRows.file(path), FEW))
                .extracting(row -> row.get(1))
                .containsExactly(ReportRows.text("1"), ReportRows.text("2"));
    }

    @Test
    void anEmptyValueIsAbsentButInBucketAndKey() throws IOException {
        ReportFile file = csv("\"\",\"\",\"\",\"\",\"\"\n");
        assertThat(ReportRows.read(file, FEW))
                .containsExactly(Arrays.asList(ReportRows.text(""), ReportRows.text(""), null, null, null));
    }
}
