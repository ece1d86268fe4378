package io.stocktake.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
    private static final String NAME = "s3a://dest/b/i/2024-05-06T22-37Z/manifest.json";
    private static final ManifestFile FILE = new ManifestFile(
            "reports/my-bucket/everything/data/0a1b2c3d-4e5f-4012-8765-43210fedcba9.csv.gz",
            2_147_483_648L,
            "f11166069f1990abeb9c97ace9cdfabc");
    private static final Manifest MANIFEST = new Manifest(
            "my-bucket",
            "arn:aws:s3:::dest",
            Manifest.VERSION,
            Instant.ofEpochMilli(1_715_035_068_123L),
            ReportFormat.CSV,
            "Bucket, Key, Size",
            List.of(FILE));

    private static final String JSON = """
            {
              "sourceBucket" : "my-bucket",
              "destinationBucket" : "arn:aws:s3:::dest",
              "version" : "2016-11-30",
              "creationTimestamp" : "1715035068123",
              "fileFormat" : "CSV",
              "fileSchema" : "Bucket, Key, Size",
              "files" : [ {
                "key" : "reports/my-bucket/everything/data/0a1b2c3d-4e5f-4012-8765-43210fedcba9.csv.gz",
                "size" : 2147483648,
                "MD5checksum" : "f11166069f1990abeb9c97ace9cdfabc"
              } ]
            }""";

    private static Manifest read(String json) throws IOException {
        return Manifest.read(new ByteArrayInputStream(json.getBytes(UTF_8)), NAME);
    }

    private static Manifest withFiles(List<ManifestFile> files) {
        return new Manifest(
                MANIFEST.sourceBucket(),
                MANIFEST.destinationBucket(),
                MANIFEST.version(),
                MANIFEST.creationTimestamp(),
                MANIFEST.fileFormat(),
                MANIFEST.fileSchema(),
                files);
    }

    @Test
    void itsFieldsAreInTheOrderOfS3() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MANIFEST.write(out);
        assertThat(out.toString(UTF_8)).isEqualTo(JSON);
    }

    @Test
    void anEmptyBucketsReportHasNoFiles() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        withFiles(List.of()).write(out);
        assertThat(out.toString(UTF_8)).endsWith("  \"files\" : [ ]\n}");
        assertThat(read(out.toString(UTF_8))).isEqualTo(withFiles(List.of()));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertThat(read(JSON)).isEqualTo(MANIFEST);
    }

    @Test
    void moreFilesThanOneWantsToHoldAreWrittenOneByOne() throws IOException {
        Iterable<ManifestFile> files = () -> IntStream.range(0, 50_000)
                .mapToObj(file -> new ManifestFile("data/" + file, file, "f11166069f1990abeb9c97ace9cdfabc"))
                .iterator();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MANIFEST.write(out, files);
        Manifest read = read(out.toString(UTF_8));
        assertThat(read.files()).hasSize(50_000);
        assertThat(read.files().get(49_999))
                .isEqualTo(new ManifestFile("data/49999", 49_999, "f11166069f1990abeb9c97ace9cdfabc"));
    }

    @Test
    void aManifestThatBreaksOffDoesNotLookWhole() {
        Iterable<ManifestFile> files = () -> new Iterator<>() {
            private boolean first = true;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ManifestFile next() {
                if (first) {
                    first = false;
                    return FILE;
                }
                throw new IllegalStateException("the second file is lost");
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> MANIFEST.write(out, files)).hasMessage("the second file is lost");
        assertThatThrownBy(() -> read(out.toString(UTF_8))).isInstanceOf(IOException.class);
    }

    @Test
    void theStreamIsLeftOpen() throws IOException {
        OutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new IllegalStateException("closed");
            }
        };
        MANIFEST.write(out);
        assertThat(out.toString()).endsWith("}");
    }

    @Test
    void membersThatS3MayAddArePassedOver() throws IOException {
        assertThat(read(JSON.replaceFirst("\\{", "{\"arn\": {\"a\": [1]},")
                        .replace("\"size\"", "\"etag\": null, \"size\"")))
                .isEqualTo(MANIFEST);
    }

    static Stream<Arguments> bad() {
        String cannotRead = "Cannot read manifest \"" + NAME + "\": ";
        return Stream.of(
                Arguments.of("[]", cannotRead + "it is not a JSON object"),
                Arguments.of("", cannotRead + "it is not a JSON object"),
                Arguments.of("null", cannotRead + "it is not a JSON object"),
                Arguments.of(
                        JSON.replace("\"2016-11-30\"", "\"2030-01-01\""),
                        cannotRead + "its \"version\" is \"2030-01-01\", only \"2016-11-30\" is known"),
                Arguments.of(
                        JSON.replace("  \"sourceBucket\" : \"my-bucket\",\n", ""),
                        cannotRead + "its \"sourceBucket\" is missing"),
                Arguments.of(
                        JSON.replace("\"my-bucket\"", "7"), cannotRead + "its \"sourceBucket\" is 7, not a string"),
                Arguments.of(JSON.replace("\"my-bucket\"", "\"\""), cannotRead + "its \"sourceBucket\" is empty"),
                Arguments.of(
                        JSON.replace("\"1715035068123\"", "1715035068123"),
                        cannotRead + "its \"creationTimestamp\" is 1715035068123, not a string"),
                Arguments.of(
                        JSON.replace("1715035068123", "yesterday"),
                        cannotRead + "its \"creationTimestamp\" is \"yesterday\", not milliseconds since 1970"),
                Arguments.of(
                        JSON.replace("\"CSV\"", "\"Avro\""),
                        cannotRead + "its \"fileFormat\" is \"Avro\", not one of CSV, ORC, Parquet"),
                Arguments.of(JSON.replaceAll("(?s)\\[ .* ]", "7"), cannotRead + "its \"files\" is not an array"),
                Arguments.of(JSON.replace("[ {", "[ 1, {"), cannotRead + "its \"files[0]\" is not an object"),
                Arguments.of(JSON.replace("\"key\"", "\"name\""), cannotRead + "its \"files[0].key\" is missing"),
                Arguments.of(
                        JSON.replace("2147483648", "-1"),
                        cannotRead + "its \"files[0].size\" is -1, not a number of bytes"),
                Arguments.of(
                        JSON.replace("2147483648", "1.5"),
                        cannotRead + "its \"files[0].size\" is 1.5, not a number of bytes"),
                Arguments.of(
                        JSON.replace("2147483648", "\"1\""),
                        cannotRead + "its \"files[0].size\" is \"1\", not a number of bytes"),
                Arguments.of(
                        JSON.replace("f11166069f1990abeb9c97ace9cdfabc", "F111"),
                        cannotRead + "its \"files[0].MD5checksum\" is \"F111\", not an MD5 in hexadecimal"),
                Arguments.of(
                        JSON.replace("\"destinationBucket\"", "\"sourceBucket\""),
                        cannotRead + "it is not valid JSON (line 3, column 17): Duplicate field 'sourceBucket'"),
                Arguments.of(
                        JSON.substring(0, 40),
                        cannotRead + "it is not valid JSON (line 3, column 7): Unexpected end-of-input in field name"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadManifestIsRefusedByName(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(IOException.class).hasMessage(message);
    }

    @Test
    void whatFollowsAManifestIsRefused() {
        assertThatThrownBy(() -> read(JSON + "{}"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "Cannot read manifest \"" + NAME + "\": it is not valid JSON (line 13, column 2)");
    }
}
