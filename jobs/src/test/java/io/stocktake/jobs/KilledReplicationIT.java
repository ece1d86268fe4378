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

/**
 * Kills the jar's own process at seeded moments of a replication, with no chance to clean up, and runs it again: between
 * two stores, so that every kind of write is the process's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledReplicationIT {
    private static final long SEED = 20261122;
    private static final int KILLS = 10;
    private static final int KEYS = 60;
    private static final long PART = 5 << 20;

    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private EmbeddedBucket photos;

    @BeforeAll
    void start() {
        server = EmbeddedS3.start();
        photos = server.createBucket("photos").enableVersioning();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < KEYS; i++) {
            String key = "album-%d/%04d.jpg".formatted(i % 4, i);
            for (int version = random.nextInt(1, 4); version > 0; version--) {
                photos.put(PutRequest.of(key, ("content " + random.nextLong()).getBytes(StandardCharsets.UTF_8))
                        .tag("number", "" + version)
                        .metadata("origin", "scan"));
            }
            if (random.nextInt(5) == 0) {
                photos.delete(key);
            }
            if (i % 12 == 0) {
                photos.put(
                        PutRequest.computed(key, 2 * PART + i, i).partSize(PART).tag("large", "yes"));
            }
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void runsThatAreKilledAndOneThatIsNotMakeTheDestinationEqualAndLeaveNothingOpen() throws Exception {
        write("stores.yaml", """
                stores:
                  - name: one
                    endpoint: %1$s
                    buckets: [photos, reports]
                  - name: other
                    endpoint: %1$s
                    buckets: ["replica-*"]
                """.formatted(server.endpoint()));
        server.createBucket("reports");
        int requests = requestsOfAWholeRun();
        EmbeddedBucket replica = destination("replica-killed");
        SplittableRandom random = new SplittableRandom(SEED);
        List<Integer> moments = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            // Each run has less to copy than the one before it, and asks for it later: after clearing up.
            int at = random.nextInt(1, requests / 2);
            moments.add(at);
            killedAt(at);
        }
        Process last = run();
        assertThat(last.waitFor(180, TimeUnit.SECONDS)).isTrue();
        String moment = "seed %d, killed at the requests %s of %d".formatted(SEED, moments, requests);
        assertThat(last.exitValue()).as("%s: %s", moment, log()).isZero();
        assertThat(history(replica)).as(moment).isEqualTo(history(photos));
        assertThat(replica.openUploads()).as("%s: open uploads", moment).isZero();
        assertThat(server.bucket("reports").versions().stream().map(StoredVersion::key))
                .as("%s: records and journals", moment)
                .noneMatch(key -> key.startsWith("replication/replication-runs/photos/replica-killed/"));

        Process again = run();
        assertThat(again.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(again.exitValue()).as(log()).isZero();
        assertThat(history(replica)).as("%s: after a second run", moment).isEqualTo(history(photos));
    }

    private int requestsOfAWholeRun() throws Exception {
        EmbeddedBucket replica = destination("replica-whole");
        server.requests().clear();
        Process process = run();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(history(replica)).isEqualTo(history(photos));
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
            assertThat(process.get().waitFor(180, TimeUnit.SECONDS)).isTrue();
        }
    }

    private EmbeddedBucket destination(String name) throws IOException {
        write("buckets/photos/replication.json", """
                {"Role": "test", "Rules": [{"ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Enabled"},
                 "Destination": {"Bucket": "arn:aws:s3:::%s"}}]}
                """.formatted(name));
        return server.createBucket(name).enableVersioning();
    }

    private Process run() throws IOException {
        return JarProcess.start(
                directory.resolve("log.txt"),
                "1g",
                "local[4]",
                "replication",
                "--definitions",
                directory.toString(),
                "--report",
                "s3a://reports/replication",
                "--stale-after",
                "1");
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log.txt"));
    }

    /** What replica and source share, by key, the oldest version first. */
    private static Map<String, List<String>> history(EmbeddedBucket bucket) {
        Map<String, List<String>> history = new TreeMap<>();
        for (StoredVersion version : bucket.versions()) {
            history.computeIfAbsent(version.key(), absent -> new ArrayList<>())
                    .add(
                            0,
                            version.isDeleteMarker() + " " + version.size() + " " + version.eTag() + " "
                                    + bucket.tags(version.key(), version.versionId()));
        }
        return history;
    }

    private void write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text, StandardCharsets.UTF_8);
    }
}
