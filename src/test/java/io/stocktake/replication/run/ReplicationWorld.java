package io.stocktake.replication.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Credentials;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.replication.copy.CopyTerms;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.ReportBucket;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.replication.report.TaskStatus;
import io.stocktake.run.WorkingPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A versioned source and a versioned destination on embedded-s3, in the stores {@code near} and, where there are two,
 * {@code far}, and runs from the one to the other.
 */
final class ReplicationWorld implements AutoCloseable {
    /** Where the destination is. */
    enum Distance {
        ONE_STORE,
        TWO_STORES
    }

    static final String MARKER = "(delete marker)";

    private static final String OTHER = "other";

    private final EmbeddedS3 server;
    private final EmbeddedS3 destinationServer;
    private final EmbeddedBucket source;
    private final EmbeddedBucket destination;
    private final EmbeddedBucket reports;
    private final S3Client client;
    private final S3Client destinationClient;

    private ReplicationWorld(Distance distance, EmbeddedS3 server) {
        ReportBucket.signIn();
        boolean isOne = distance == Distance.ONE_STORE;
        this.server = server;
        this.destinationServer = isOne
                ? server
                : EmbeddedS3.builder()
                        .account(Account.of("444455556666", OTHER, OTHER, "othersecret"))
                        .start();
        this.source = server.createBucket("source").enableVersioning();
        this.destination = destinationServer.createBucket("destination").enableVersioning();
        this.reports = server.createBucket("reports");
        this.client = client(server.endpoint(), "test", "testsecret");
        this.destinationClient = isOne ? client : client(destinationServer.endpoint(), OTHER, "othersecret");
    }

    static ReplicationWorld open(Distance distance) {
        return new ReplicationWorld(distance, EmbeddedS3.start());
    }

    static ReplicationWorld open() {
        return open(Distance.ONE_STORE);
    }

    /** A session whose tasks have four attempts. */
    static SparkSession spark() {
        return SparkSession.builder()
                .master("local[4,4]")
                .appName("replication")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    private static S3Client client(URI endpoint, String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClient(Apache5HttpClient.builder().maxConnections(64).build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    /** The source's. */
    EmbeddedS3 server() {
        return server;
    }

    EmbeddedS3 destinationServer() {
        return destinationServer;
    }

    EmbeddedBucket source() {
        return source;
    }

    EmbeddedBucket destination() {
        return destination;
    }

    /** Where runs leave their reports. */
    EmbeddedBucket reports() {
        return reports;
    }

    /** An SDK's, for the source. */
    S3Client client() {
        return client;
    }

    S3Client destinationClient() {
        return destinationClient;
    }

    /** A bucket of the source's store. */
    BucketLocation near(String bucket) {
        Store store = Store.fromOptions(
                Map.of("name", "near", "endpoint", server.endpoint().toString()));
        return new BucketLocation(store, bucket, bucket);
    }

    /** A bucket of the destination's store, which may be the same. */
    BucketLocation far(String bucket) {
        if (destinationServer == server) {
            return near(bucket);
        }
        Store store = Store.fromOptions(Map.of(
                "name",
                "far",
                "endpoint",
                destinationServer.endpoint().toString(),
                "credentials",
                new Credentials.Environment("STOCKTAKE_OTHER").text()));
        return new BucketLocation(store, bucket, bucket);
    }

    /** A document of these rules. */
    static String document(String... rules) {
        return "{\"Role\": \"arn:aws:iam::111122223333:role/replication\", \"Rules\": [" + String.join(", ", rules)
                + "]}";
    }

    /** One rule for every object and delete marker. */
    static String everything() {
        return document("""
                {"ID": "everything", "Priority": 1, "Filter": {}, "Status": "Enabled",
                 "DeleteMarkerReplication": {"Status": "Enabled"},
                 "Destination": {"Bucket": "arn:aws:s3:::destination"}}""");
    }

    /** Of the rules of this document those to this bucket; with a report of all tasks. */
    ReplicationRequest request(String document, BucketLocation from, BucketLocation to, ComparedVersions versions) {
        ReplicationConfiguration all = ReplicationConfigurations.parse(
                        "the test's rules", document.getBytes(UTF_8), DocumentFormat.JSON)
                .withGeneratedIds();
        ReplicationConfiguration rules = new ReplicationConfiguration(
                all.role(),
                all.rules().stream()
                        .filter(rule -> rule.destination().bucket().equals(to.alias()))
                        .toList());
        ReplicationTerms terms = ReplicationTerms.of(from, to, rules, versions);
        return ReplicationRequest.of(DiffRequest.of(terms), CopyTerms.of(terms))
                .at(new WorkingPlace(near(reports.name()), "work/"))
                .withStaleAfter(Optional.of(Duration.ofMillis(1)))
                .reporting(ReportScope.ALL_TASKS);
    }

    /** From the source to this bucket. */
    ReplicationRequest request(String document, EmbeddedBucket to, ComparedVersions versions) {
        return request(document, near(source.name()), far(to.name()), versions);
    }

    ReplicationRequest request(String document) {
        return request(document, destination, ComparedVersions.HISTORY);
    }

    /** Compares and copies everything. */
    ReplicationResult run(String document) {
        return run(request(document));
    }

    ReplicationResult run(ReplicationRequest request) {
        return ReplicationRun.run(spark(), request);
    }

    /** The rows of a run's completion report, by key. */
    List<CompletedTask> rows(ReplicationResult result) {
        String manifest = result.report().orElseThrow().manifest();
        String results = manifest.substring(0, manifest.lastIndexOf('/')) + "/results/";
        List<CompletedTask> rows = new ArrayList<>();
        for (StoredVersion file : reports.objects()) {
            if (file.key().startsWith(results)) {
                rows.addAll(rows(new String(reports.content(file.key()).orElseThrow(), UTF_8)));
            }
        }
        rows.sort(Comparator.comparing(CompletedTask::key).thenComparing(CompletedTask::status));
        return rows;
    }

    /** {@code key: ErrorCode: message} of the rows that have failed. */
    List<String> failures(ReplicationResult result) {
        return rows(result).stream()
                .filter(row -> row.status() == TaskStatus.FAILED)
                .map(row -> row.key() + ": " + row.errorCode().orElse("") + ": " + row.message())
                .toList();
    }

    private static List<CompletedTask> rows(String csv) {
        try (CSVParser parser = CSVParser.parse(csv, CSVFormat.RFC4180)) {
            List<CompletedTask> rows = new ArrayList<>();
            for (CSVRecord row : parser) {
                rows.add(new CompletedTask(
                        row.get(0),
                        URLDecoder.decode(row.get(1), UTF_8),
                        text(row.get(2)),
                        row.get(3).equals("succeeded") ? TaskStatus.SUCCEEDED : TaskStatus.FAILED,
                        text(row.get(4)),
                        row.get(5).isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row.get(5))),
                        row.get(6)));
            }
            return rows;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Optional<String> text(String cell) {
        return Optional.of(cell).filter(value -> !value.isEmpty());
    }

    /** What a bucket's keys hold: the contents of their versions as text, the oldest first. */
    Map<String, List<String>> histories(EmbeddedBucket bucket) {
        S3Client reader = bucket.name().equals(source.name()) ? client : destinationClient;
        Map<String, List<String>> histories = new TreeMap<>();
        for (StoredVersion version : bucket.versions()) {
            String content = version.isDeleteMarker()
                    ? MARKER
                    : reader.getObjectAsBytes(request -> request.bucket(bucket.name())
                                    .key(version.key())
                                    .versionId(version.versionId()))
                            .asUtf8String();
            histories.computeIfAbsent(version.key(), key -> new ArrayList<>()).add(0, content);
        }
        return histories;
    }

    /** The ids of a bucket's versions, in the order of the listing. */
    static List<String> ids(EmbeddedBucket bucket) {
        return bucket.versions().stream()
                .map(version -> version.key() + " " + version.versionId())
                .toList();
    }

    /** Waits until the clock shows another millisecond, the unit of a version's date. */
    static void tick() {
        try {
            TimeUnit.MILLISECONDS.sleep(2);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        if (destinationServer != server) {
            destinationClient.close();
            destinationServer.close();
        }
        client.close();
        server.close();
    }
}
