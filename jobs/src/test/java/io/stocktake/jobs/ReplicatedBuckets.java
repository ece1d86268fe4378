package io.stocktake.jobs;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two buckets of each test's own, a configuration that replicates one to the other, and a bucket for reports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReplicatedBuckets {
    static final Instant MONDAY = Instant.parse("2026-11-02T08:00:00Z");

    @TempDir
    Path directory;

    EmbeddedS3 server;
    int number;
    DefinitionsFixture definitions;
    EmbeddedBucket source;
    EmbeddedBucket copy;
    EmbeddedBucket reports;

    @BeforeAll
    void start() {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void makeBuckets() throws IOException {
        number++;
        definitions = new DefinitionsFixture(directory.resolve("definitions-" + number));
        definitions.write("stores.yaml", """
                stores:
                  - name: embedded
                    endpoint: %s
                    accountId: "111122223333"
                """.formatted(server.endpoint()));
        source = server.createBucket("photos-" + number);
        copy = server.createBucket("copy-" + number);
        reports = server.createBucket("reports-" + number);
        definitions.write(document(), configuration("Enabled"));
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        server.close();
        System.clearProperty("spark.master");
    }

    /** Five versions of three keys, and a bucket for their replicas. */
    void fill() {
        source.enableVersioning();
        copy.enableVersioning();
        source.put(PutRequest.of("a.txt", new byte[5]).lastModified(MONDAY));
        source.put(PutRequest.of("a.txt", new byte[6]).lastModified(MONDAY.plusSeconds(10)));
        source.put(PutRequest.of("b.txt", new byte[7]).lastModified(MONDAY.plusSeconds(20)));
        source.delete("b.txt", MONDAY.plusSeconds(30));
        source.put(PutRequest.of("ü +.txt", new byte[10]).lastModified(MONDAY.plusSeconds(40)));
    }

    CommandLineRun replicate(String... options) {
        String[] line = new String[options.length + 1];
        line[0] = "replication";
        System.arraycopy(options, 0, line, 1, options.length);
        CommandLineRun run = definitions.run(line);
        return new CommandLineRun(
                run.status(),
                run.out()
                        .replaceAll("[0-9,]+ requests?, [0-9,]+ retr(y|ies), [0-9:]+", "REQUESTS")
                        .replaceAll("job-[0-9a-f-]+", "job-ID"),
                run.err());
    }

    CommandLineRun failed(String message) {
        return new CommandLineRun(1, "", message + "\n");
    }

    /** The same with the number of the test's buckets. */
    String named(String text) {
        return text.replaceAll("(photos|copy|reports|other|nowhere)-N", "$1-" + number);
    }

    String document() {
        return "buckets/" + source.name() + "/replication.json";
    }

    String configuration(String status) {
        return named("""
                {"Role": "arn:aws:iam::111122223333:role/replication", "Rules": [
                  {"ID": "everything", "Priority": 1, "Status": "%s", "Filter": {},
                   "DeleteMarkerReplication": {"Status": "Enabled"},
                   "Destination": {"Bucket": "arn:aws:s3:::copy-N"}}]}
                """.formatted(status));
    }

    /** The report's folder as files, and the path of the one whose key ends so. */
    Path local(String suffix) throws IOException {
        Path root = directory.resolve("reports-" + number);
        Path found = root;
        for (StoredVersion object : reports.objects()) {
            Path file = root.resolve(object.key());
            Files.createDirectories(file.getParent());
            Files.write(file, reports.content(object.key()).orElseThrow());
            if (object.key().endsWith(suffix)) {
                found = file;
            }
        }
        return found;
    }

    /** Each version's key and size, by key, oldest first. */
    static List<String> histories(EmbeddedBucket bucket) {
        List<StoredVersion> versions = bucket.versions();
        return versions.stream()
                .map(StoredVersion::key)
                .distinct()
                .flatMap(key -> versions.stream()
                        .filter(version -> version.key().equals(key))
                        .sorted((one, other) -> versions.indexOf(other) - versions.indexOf(one)))
                .map(version -> version.key() + " " + (version.isDeleteMarker() ? "deleted" : version.size()))
                .toList();
    }
}
