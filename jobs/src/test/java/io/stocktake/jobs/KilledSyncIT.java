package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Kills the jar's own process at seeded moments of a sync, with no chance to clean up, and runs it again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledSyncIT {
    private static final long SEED = 20261122;
    private static final int KILLS = 10;

    /** Their capture has more than one part. */
    private static final int PHOTOS = 25_000;

    @TempDir
    private static Path directory;

    private EmbeddedS3 server;

    @BeforeAll
    void start() throws Exception {
        server = EmbeddedS3.start();
        server.requests().countOnly();
        server.createBucket("reports");
        EmbeddedBucket photos = server.createBucket("photos");
        for (int i = 0; i < PHOTOS; i++) {
            photos.put(PutRequest.of("album-%d/%05d.jpg".formatted(i % 4, i), new byte[i % 7]));
        }
        EmbeddedBucket logs = server.createBucket("logs").enableVersioning();
        for (int i = 0; i < 100; i++) {
            logs.put(PutRequest.of("day-%d".formatted(i % 30), new byte[i]));
        }
        server.createBucket("empty");
        write("stores.yaml", """
                accountId: "111122223333"
                stores:
                  - name: one
                    endpoint: %s
                    accountId: "111122223333"
                """.formatted(server.endpoint()));
        for (String bucket : List.of("photos", "logs", "empty")) {
            write("buckets/" + bucket + "/inventory/all.json", """
                    {"Id": "all", "IsEnabled": true, "IncludedObjectVersions": "All",
                     "Schedule": {"Frequency": "Daily"},
                     "OptionalFields": ["Size", "LastModifiedDate", "ETag", "StorageClass"],
                     "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::reports", "Format": "Parquet"}}}
                    """);
        }
        Process delivery = run("inventory");
        assertThat(delivery.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(delivery.exitValue()).as(log()).isZero();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void runsThatAreKilledAndOneThatIsNotBringEveryCaptureOnceAndLeaveNothingOpen() throws Exception {
        EmbeddedBucket whole = destination("whole");
        server.requests().clear();
        sync("whole", 0);
        int requests = Math.toIntExact(server.requests().count());
        assertThat(captures(whole)).hasSize(6);

        EmbeddedBucket killed = destination("killed");
        SplittableRandom random = new SplittableRandom(SEED);
        List<Integer> moments = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int at = random.nextInt(1, requests);
            moments.add(at);
            killedAt(at);
        }
        String moment = "seed %d, killed at the requests %s of %d".formatted(SEED, moments, requests);
        sync("killed", 0);

        assertThat(captures(killed)).as(moment).isEqualTo(captures(whole));
        assertThat(killed.openUploads()).as("%s: open uploads", moment).isZero();
        assertThat(killed.versions().stream().map(StoredVersion::key))
                .as("%s: keys", moment)
                .allMatch(key -> key.startsWith("Custom:"));
        assertThat(state("killed")).as(moment).contains("\"LastStatus\":\"Successful\"");

        Map<String, String> before = times(killed);
        sync("killed", 0);
        assertThat(times(killed)).as("%s: after a second run", moment).isEqualTo(before);
    }

    private void sync(String name, int status) throws Exception {
        Process process = run("resource-data-sync", "--name", name, "--stale-after", "1");
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isEqualTo(status);
    }

    private void killedAt(int request) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        AtomicReference<Process> process = new AtomicReference<>();
        try (Faults.Fault fault = server.faults()
                .beforeRequest(
                        any -> seen.incrementAndGet() == request,
                        () -> process.get().destroyForcibly())) {
            process.set(run("resource-data-sync", "--name", "killed", "--stale-after", "1"));
            assertThat(process.get().waitFor(180, TimeUnit.SECONDS)).isTrue();
        }
    }

    private EmbeddedBucket destination(String name) throws IOException {
        write("resource-data-syncs/" + name + ".json", """
                {"SyncName": "%1$s", "SyncType": "SyncToDestination",
                 "S3Destination": {"BucketName": "%1$s", "SyncFormat": "JsonSerDe", "Region": "us-east-1"}}
                """.formatted(name));
        return server.createBucket(name);
    }

    private Process run(String command, String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(command, "--definitions", directory.toString()));
        line.addAll(List.of(options));
        return JarProcess.start(directory.resolve(".log"), "1g", "local[4]", line.toArray(String[]::new));
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve(".log"));
    }

    private String state(String name) throws IOException {
        return Files.readString(directory.resolve("resource-data-syncs/.state/" + name + ".json"));
    }

    /** The lines of every capture, sorted, but for the times at which they were captured. */
    private static Map<String, List<String>> captures(EmbeddedBucket bucket) {
        Map<String, List<String>> captures = new TreeMap<>();
        for (StoredVersion object : bucket.objects()) {
            String text = new String(bucket.content(object.key()).orElseThrow(), StandardCharsets.UTF_8);
            captures.put(
                    object.key(),
                    text.lines()
                            .map(line -> line.replaceAll("\"captureTime\":\"[^\"]*\"", "\"captureTime\":\"T\""))
                            .sorted()
                            .toList());
        }
        return captures;
    }

    private static Map<String, String> times(EmbeddedBucket bucket) {
        Map<String, String> times = new TreeMap<>();
        bucket.objects()
                .forEach(object -> times.put(object.key(), object.lastModified().toString()));
        return times;
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.UTF_8);
    }
}
