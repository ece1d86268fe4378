package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Kills the jar's own process at seeded moments of a delivery, with no chance to clean up, and runs it again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledInventoryIT {
    private static final long SEED = 20261122;
    private static final int KILLS = 6;
    private static final int OBJECTS = 3_000;

    @TempDir
    private Path directory;

    private EmbeddedS3 server;

    @BeforeAll
    void start() {
        server = EmbeddedS3.start();
        EmbeddedBucket photos = server.createBucket("photos");
        for (int i = 0; i < OBJECTS; i++) {
            photos.put("album-%d/%04d.jpg".formatted(i % 4, i), new byte[1]);
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aRunAfterAKillLeavesOneCompleteNewReportAndNothingElse() throws Exception {
        write("stores.yaml", "stores:\n  - name: embedded\n    endpoint: " + server.endpoint() + "\n");
        int requests = requestsOfAWholeRun();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            int at = 1 + (kill * requests + random.nextInt(requests)) / KILLS;
            EmbeddedBucket reports = destination("reports-" + kill);
            killedAt(at);
            boolean wasComplete = complete(reports) == 1;
            Process again = run();
            assertThat(again.waitFor(120, TimeUnit.SECONDS)).isTrue();
            String moment = "seed %d, killed at request %d of %d".formatted(SEED, at, requests);
            assertThat(again.exitValue()).as("%s: %s", moment, log()).isZero();
            assertThat(complete(reports)).as(moment).isEqualTo(wasComplete ? 2 : 1);
            assertThat(strays(reports)).as("%s: what no report names", moment).isEmpty();
            assertThat(reports.openUploads()).as("%s: open uploads", moment).isZero();
            assertThat(log()).as(moment).containsPattern("photos/everything +3,000 ");
        }
    }

    private int requestsOfAWholeRun() throws Exception {
        EmbeddedBucket reports = destination("reports-whole");
        server.requests().clear();
        Process process = run();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(complete(reports)).isEqualTo(1);
        return Math.toIntExact(server.requests().count());
    }

    private void killedAt(int request) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        AtomicReference<Process> process = new AtomicReference<>();
        try (Faults.Fault fault = server.faults()
                .beforeRequest(
                        any -> seen.incrementAndGet() == request,
                        () -> process.get().destroyForcibly())) {
            process.set(run());
            assertThat(process.get().waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    private EmbeddedBucket destination(String name) throws IOException {
        write("buckets/photos/inventory/everything.json", """
                {"Id": "everything", "IsEnabled": true, "IncludedObjectVersions": "All",
                 "OptionalFields": ["Size", "ETag"], "Schedule": {"Frequency": "Daily"},
                 "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::%s", "Format": "Parquet"}}}
                """.formatted(name));
        return server.createBucket(name);
    }

    private Process run() throws IOException {
        return JarProcess.start(
                directory.resolve("log.txt"),
                "1g",
                "local[4]",
                "inventory",
                "--definitions",
                directory.toString(),
                "--stale-after",
                "2");
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log.txt"));
    }

    private static long complete(EmbeddedBucket reports) {
        return keys(reports).stream()
                .filter(key -> key.endsWith("/manifest.checksum"))
                .count();
    }

    /** Keys that are neither of a complete report's folder nor named by its manifest. */
    private static List<String> strays(EmbeddedBucket reports) {
        List<String> strays = new ArrayList<>(keys(reports));
        for (String checksum : keys(reports)) {
            if (checksum.endsWith("/manifest.checksum")) {
                String folder = checksum.substring(0, checksum.lastIndexOf('/') + 1);
                String manifest =
                        new String(reports.content(folder + "manifest.json").orElseThrow(), StandardCharsets.UTF_8);
                String minute = folder.substring("photos/everything/".length(), folder.length() - 2)
                        .replace('T', '-');
                strays.removeIf(key -> key.startsWith(folder)
                        || key.equals("photos/everything/hive/dt=" + minute + "/symlink.txt")
                        || manifest.contains("\"" + key + "\""));
            }
        }
        return strays;
    }

    private static List<String> keys(EmbeddedBucket bucket) {
        return bucket.versions().stream().map(StoredVersion::key).toList();
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.UTF_8);
    }
}
