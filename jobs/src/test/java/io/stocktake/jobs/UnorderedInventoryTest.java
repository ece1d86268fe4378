package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.VirtualKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Inventories of buckets that are not listed as S3 lists general purpose buckets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnorderedInventoryTest {
    @TempDir
    private Path directory;

    private EmbeddedS3 server;

    @BeforeAll
    void start() {
        System.setProperty("spark.master", "local[4]");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @AfterAll
    void stop() {
        server.close();
        System.clearProperty("spark.master");
    }

    @Test
    void theReportOfADirectoryBucketIsWholeAndInTheOrderOfKeys() throws IOException {
        assertDeliveredTwice("photos--use1-az4--x-s3", "ordered", faults -> () -> {});
    }

    @Test
    void theReportOfAStoreThatListsInNoOrderIsWholeAndInTheOrderOfKeys() throws IOException {
        assertDeliveredTwice("no-order", "unordered", faults -> faults.unordered("no-order"));
    }

    @Test
    void theReportOfAStoreThatIgnoresStartAfterIsWholeAndInTheOrderOfKeys() throws IOException {
        assertDeliveredTwice("no-start", "ordered", faults -> faults.startAfterIgnored("no-start"));
    }

    /** Large enough for several ranges, which the cuts of the first report would lead to. */
    @Test
    void theSecondReportOfALargeBucketOfAStoreThatIgnoresStartAfterIsOfOneStreamAsWell() throws IOException {
        server.createVirtualBucket("large", VirtualKeys.sequentialNumbers(100_000));
        EmbeddedBucket reports = server.createBucket(reportsOf("large"));
        DefinitionsFixture definitions = definitions("large", "ordered");
        try (Faults.Fault fault = server.faults().startAfterIgnored("large")) {
            for (int time = 1; time <= 2; time++) {
                CommandLineRun run = definitions.run("inventory");

                assertThat(run.err()).isEmpty();
                assertThat(run.status()).isZero();
                assertThat(dataFiles(reports)).hasSize(1);
                assertThat(lines(reports)).hasSize(100_000).isSorted().doesNotHaveDuplicates();
                assertThat(cuts(reports)).contains("\"rows\":100000,").contains("\"tasks\":1,");
                dataFiles(reports).forEach(reports::delete);
            }
            assertThat(definitions.run("inventory", "--dry-run").out())
                    .containsPattern("\nlarge/all +no +\\S+ +100,000 +nothing +1 +1 +102 ");
        }

        // A store that has learned it since is cut.
        assertThat(definitions.run("inventory").status()).isZero();
        assertThat(dataFiles(reports)).hasSizeGreaterThan(1);
        assertThat(lines(reports)).hasSize(100_000).doesNotHaveDuplicates();
        assertThat(cuts(reports)).doesNotContain("\"tasks\":1,");
    }

    @Test
    void anInventoryThatMeetsAnotherOrderFailsAndTellsTheWayOut() throws IOException {
        filled("surprise");
        DefinitionsFixture definitions = definitions("surprise", "ordered");
        CommandLineRun run;
        try (Faults.Fault fault = server.faults().unordered("surprise")) {
            run = definitions.run("inventory");
        }

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("Cannot list bucket \"surprise\" of store \"embedded\": key \"")
                .contains("which is not the order of S3, and entries would be lost; say \"listing: unordered\" of the"
                        + " store in stores.yaml and its buckets are listed whole, each in one stream");
        assertThat(server.bucket(reportsOf("surprise")).versions()).isEmpty();
    }

    private void assertDeliveredTwice(String source, String listing, Function<Faults, Faults.Fault> deviation)
            throws IOException {
        EmbeddedBucket bucket = filled(source);
        DefinitionsFixture definitions = definitions(source, listing);
        EmbeddedBucket reports = server.bucket(reportsOf(source));
        List<String> expected = bucket.objects().stream()
                .map(object -> "\"" + source + "\",\"" + object.key() + "\",\"" + object.size() + "\",\""
                        + object.eTag() + "\"")
                .toList();
        try (Faults.Fault fault = deviation.apply(server.faults())) {
            for (int time = 1; time <= 2; time++) {
                CommandLineRun run = definitions.run("inventory");

                assertThat(run.err()).isEmpty();
                assertThat(run.status()).isZero();
                assertThat(lines(reports)).containsExactlyElementsOf(expected);
                dataFiles(reports).forEach(reports::delete);
            }
        }
    }

    private EmbeddedBucket filled(String name) {
        EmbeddedBucket bucket = server.createBucket(name);
        for (int i = 0; i < 2_500; i++) {
            bucket.put("album-%d/%04d.jpg".formatted(i % 7, i), new byte[i % 5]);
        }
        server.createBucket(reportsOf(name));
        return bucket;
    }

    /** A bucket of the ordinary kind. */
    private static String reportsOf(String source) {
        return "reports-of-" + source.replace("--x-s3", "");
    }

    private static Stream<String> dataFiles(EmbeddedBucket reports) {
        return reports.objects().stream().map(object -> object.key()).filter(key -> key.endsWith(".csv.gz"));
    }

    /** What the newest report tells the next listing. */
    private static String cuts(EmbeddedBucket reports) {
        String newest = reports.objects().stream()
                .map(object -> object.key())
                .filter(key -> key.endsWith("/cuts.json"))
                .reduce((before, key) -> key)
                .orElseThrow();
        return new String(reports.content(newest).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static List<String> lines(EmbeddedBucket reports) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String file : dataFiles(reports).toList()) {
            byte[] content = reports.content(file).orElseThrow();
            try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(content))) {
                new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private DefinitionsFixture definitions(String source, String listing) throws IOException {
        DefinitionsFixture definitions = new DefinitionsFixture(directory.resolve(source));
        definitions.write("stores.yaml", """
                stores:
                  - name: embedded
                    endpoint: %s
                    accountId: "111122223333"
                    listing: %s
                """.formatted(server.endpoint(), listing));
        definitions.write("buckets/" + source + "/inventory/all.json", """
                {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "Current",
                 "OptionalFields": ["Size", "ETag"], "Schedule": {"Frequency": "Daily"},
                 "Destination": {"S3BucketDestination":
                   {"Bucket": "arn:aws:s3:::%s", "Format": "CSV", "AccountId": "111122223333"}}}
                """.formatted(reportsOf(source)));
        return definitions;
    }
}
