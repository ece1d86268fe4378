package io.stocktake.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole quickstart: what it prints, what it leaves, and that its reports say what is in its buckets. */
class QuickstartIT {
    private static final String UP = "The server is up at ";

    @TempDir
    private Path directory;

    private final ExecutorService terminal = Executors.newSingleThreadExecutor();

    @BeforeEach
    void runOnThisMachine() {
        System.setProperty("spark.master", "local[2]");
    }

    @AfterEach
    void close() {
        System.clearProperty("spark.master");
        terminal.shutdownNow();
    }

    @Test
    void deliversReportsOfEveryVersionAndServesUntilItIsStopped() throws Exception {
        Path root = directory.resolve("my quickstart");
        Quickstart quickstart = new Quickstart(root);
        URI endpoint = quickstart.awaitServer();

        assertThat(status(endpoint)).isEqualTo(200);
        CommandLineRun again = CommandLineRun.of(
                "inventory", "--definitions", root.resolve("definitions").toString(), "--id", "current");
        assertThat(again.err().lines()).allMatch(QuickstartIT::isProgress);
        assertThat(again.status()).isZero();

        assertThat(quickstart.stop()).isZero();
        assertThat(quickstart.err().lines()).allMatch(QuickstartIT::isProgress);
        assertThat(quickstart.out()).isEqualTo(expectedOutput());
        assertThatThrownBy(() -> status(endpoint)).isInstanceOf(ConnectException.class);
        assertThat(CommandLineRun.of(
                        "validate", "--definitions", root.resolve("definitions").toString()))
                .isEqualTo(CommandLineRun.done("No problem in \"" + root.resolve("definitions")
                        + "\": 5 inventory configurations, 1 replication configuration and 1 resource data sync on 3"
                        + " stores.\n"));
        reportsSayWhatIsInTheBuckets(root.resolve("buckets/reports/inventories"));
        assertThat(filesBelow(root.resolve("buckets/reports/replication")))
                .as("the completion report of a run that copied 6 versions, and that of one that found 7 in place")
                .containsExactly(
                        "job-ID/manifest.json",
                        "job-ID/manifest.json",
                        "job-ID/manifest.json.md5",
                        "job-ID/manifest.json.md5",
                        "job-ID/results/RESULT.csv");
    }

    private static List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file)
                            .toString()
                            .replaceAll("job-[0-9a-f]+", "job-ID")
                            .replaceAll("[0-9a-f]{40}", "RESULT"))
                    .sorted()
                    .toList();
        }
    }

    /** What a machine prints that takes more than 30 seconds for a report. */
    private static boolean isProgress(String line) {
        return line.matches("(replication documents → documents-copy|resource data sync all-buckets): .*")
                || line.matches("inventory [a-z]+/[a-z]+: [0-9,]+ objects?, [0-9,]+/s, [0-9,]+ requests?, [0-9,]+"
                        + " retr(y|ies), [0-9:]+");
    }

    /** The quickstart fills its buckets the same way each time, so that those of another server tell what was there. */
    private static void reportsSayWhatIsInTheBuckets(Path reports) throws IOException {
        try (EmbeddedS3 server = QuickstartBuckets.serve();
                SparkSession spark = JobSession.start("reports")) {
            List<StoredVersion> photos = server.bucket(QuickstartBuckets.PHOTOS).versions();
            List<StoredVersion> archive =
                    server.bucket(QuickstartBuckets.ARCHIVE).versions();
            assertThat(photos).hasSizeGreaterThan(10_000);
            assertThat(archive).extracting(StoredVersion::versionId).contains("null");
            assertThat(rows(spark, reports.resolve("photos/everything"), "object_owner"))
                    .isEqualTo(photos.stream()
                            .map(version -> row(version) + " " + version.owner())
                            .toList());
            assertThat(rows(spark, reports.resolve("photos/locks"), "is_latest"))
                    .isEqualTo(photos.stream()
                            .map(version -> row(version) + " " + version.isLatest())
                            .toList());
            assertThat(rows(spark, reports.resolve("archive/versions"), "is_latest"))
                    .isEqualTo(archive.stream()
                            .map(version -> row(version) + " " + version.isLatest())
                            .toList());
            assertThat(spark
                            .read()
                            .format("s3-inventory")
                            .load(reports.resolve("photos/current").toString())
                            .select("key")
                            .collectAsList()
                            .stream()
                            .map(row -> row.getString(0)))
                    .isEqualTo(server.bucket(QuickstartBuckets.PHOTOS).objects().stream()
                            .map(StoredVersion::key)
                            .toList());
        }
    }

    private static List<String> rows(SparkSession spark, Path report, String last) {
        List<String> rows = new ArrayList<>();
        Iterator<Row> all = spark.read()
                .format("s3-inventory")
                .load(report.toString())
                .selectExpr(
                        "key", "coalesce(version_id, 'null')", "is_delete_marker", "size", "last_modified_date", last)
                .toLocalIterator();
        all.forEachRemaining(row -> rows.add(row.getString(0) + " " + row.getString(1) + " " + row.getBoolean(2) + " "
                + (row.isNullAt(3) ? 0 : row.getLong(3)) + " "
                + row.<Timestamp>getAs(4).toInstant() + " " + row.get(5)));
        return rows;
    }

    private static String row(StoredVersion version) {
        return version.key() + " " + version.versionId() + " " + version.isDeleteMarker() + " " + version.size() + " "
                + version.lastModified();
    }

    private static int status(URI endpoint) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint.resolve("/photos?list-type=2&max-keys=1"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** What it prints, but for numbers that depend on the machine, and with one space for several. */
    private static String expectedOutput() {
        return """
                Serving S3 at http://127.0.0.1:PORT, with the buckets photos (11,190 object versions), archive (301 object versions) and recordings (450 object versions).
                Delivering the 5 reports that the definitions in DIRECTORY/my quickstart/definitions ask for.

                configuration  objects  bytes  files  requests  seconds  manifest
                archive/versions  301 … s3a://reports/inventories/archive/versions/TIME/manifest.json
                photos/current  6,771 … s3a://reports/inventories/photos/current/TIME/manifest.json
                photos/everything  11,190 … s3a://reports/inventories/photos/everything/TIME/manifest.json
                photos/locks  11,190 … s3a://reports/inventories/photos/locks/TIME/manifest.json
                recordings/sizes  450 … s3a://reports/inventories/recordings/sizes/TIME/manifest.json

                spark.read.format("s3-inventory").load("DIRECTORY/my quickstart/buckets/reports/inventories/photos/everything") says

                of each storage class:
                storage_class  versions  current  bytes
                STANDARD  3,463  2,170  68,791,142
                INTELLIGENT_TIERING  2,358  1,436  46,989,631
                ONEZONE_IA  1,166  713  23,562,100
                GLACIER_IR  1,135  713  23,182,889
                STANDARD_IA  1,072  680  21,218,636
                DEEP_ARCHIVE  869  522  17,102,825
                GLACIER  866  537  17,039,606

                of January 2024:
                key  is_latest  is_delete_marker  size  encryption_status  object_lock_mode
                2024/01/IMG_05478.jpg  true  false  27167  SSE-S3
                2024/01/IMG_05478.jpg  false  false  14091  SSE-S3
                2024/01/IMG_05479.jpg  true  false  16917  SSE-KMS  GOVERNANCE
                2024/01/IMG_05480.jpg  true  false  23964  SSE-S3
                2024/01/IMG_05481.jpg  true  false  718  SSE-KMS
                2024/01/IMG_05482.jpg  true  false  2095  SSE-S3  GOVERNANCE
                2024/01/IMG_05483.jpg  true  false  33814  SSE-S3
                2024/01/IMG_05484.jpg  true  false  528  SSE-KMS

                Replication: what the bucket documents-copy lacks of documents, by the rules "signed-contracts" (a tag)
                and "notes" (with delete markers). Sizes of versions, oldest first, before:

                key  documents  documents-copy
                contracts/2025.pdf  81,000, 81,500
                contracts/2026-draft.pdf  64,000
                notes/empty.txt  0
                notes/monday.txt  1,200, 1,350  1,200
                notes/tuesday.txt  900, deleted

                ./spark-submit.sh replication --report s3a://reports/replication says

                documents → documents-copy
                  rule  matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  signed-contracts  2  0  0  2  162,500  0  0  0  0
                  notes  5  1  0  4  2,250  0  0  0  0
                  REQUESTS
                Report of documents → documents-copy: s3a://reports/replication/job-ID/manifest.json

                Afterwards:

                key  documents  documents-copy
                contracts/2025.pdf  81,000, 81,500  81,000, 81,500
                contracts/2026-draft.pdf  64,000
                notes/empty.txt  0  0
                notes/monday.txt  1,200, 1,350  1,200, 1,350
                notes/tuesday.txt  900, deleted  900, deleted

                A second run finds everything in place:

                documents → documents-copy
                  rule  matched  equal  bySizeAndDate  copied  bytes  repaired  failed  conflicts  not eligible
                  signed-contracts  0  0  0  0  0  0  0  0  0
                  notes  5  5  0  0  0  0  0  0  0
                  (any rule)  2  2  0  0  0  0  0  0  0
                  REQUESTS
                Report of documents → documents-copy: s3a://reports/replication/job-ID/manifest.json

                Resource data sync: the latest report of every bucket, of two accounts and three Regions, in one place.
                ./spark-submit.sh resource-data-sync says

                sync  type  brought  unchanged  failed  records  bytes  requests  seconds  destination
                all-buckets  SyncToDestination  3  0  0  11,944 … s3a://synced/sync/

                A second run finds nothing new:

                sync  type  brought  unchanged  failed  records  bytes  requests  seconds  destination
                all-buckets  SyncToDestination  0  3  0  0 … s3a://synced/sync/

                One question to all of them, as Athena, Hive or Spark may ask it (examples/sql has more):

                  select accountid, region, Bucket, count(*) as versions, sum(cast(Size as bigint)) as bytes
                  from s3_object where coalesce(IsDeleteMarker, 'false') = 'false'
                  group by accountid, region, Bucket order by bytes desc

                accountid  region  Bucket  versions  bytes
                111122223333  us-east-1  photos  10,929  217,886,829
                111122223333  eu-central-1  archive  247  4,925,051
                444455556666  ap-southeast-2  recordings  450  4,601,025

                The reports, as they were delivered:

                  DIRECTORY/my quickstart/buckets/reports/inventories/archive/versions/TIME/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/inventories/photos/current/TIME/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/inventories/photos/everything/TIME/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/inventories/photos/locks/TIME/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/inventories/recordings/sizes/TIME/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/replication/job-ID/manifest.json
                  DIRECTORY/my quickstart/buckets/reports/replication/job-ID/manifest.json

                The captures of the sync:

                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Bucket/accountid=111122223333/region=eu-central-1/resourcetype=S3Bucket/archive.json
                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Bucket/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/photos.json
                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Bucket/accountid=444455556666/region=ap-southeast-2/resourcetype=S3Bucket/recordings.json
                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Object/accountid=111122223333/region=eu-central-1/resourcetype=S3Bucket/archive.json
                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Object/accountid=111122223333/region=us-east-1/resourcetype=S3Bucket/photos.json
                  DIRECTORY/my quickstart/buckets/synced/sync/Custom:S3Object/accountid=444455556666/region=ap-southeast-2/resourcetype=S3Bucket/recordings.json

                Next:

                  zcat 'DIRECTORY/my quickstart/buckets/reports/inventories/photos/everything/data'/*.csv.gz | head -3
                  ./spark-submit.sh list-bucket-inventory-configurations --definitions 'DIRECTORY/my quickstart/definitions' --bucket photos
                  ./spark-submit.sh list-resource-data-sync --definitions 'DIRECTORY/my quickstart/definitions'
                  ./spark-submit.sh quickstart --keep-running
                  README.md, "A first inventory of your own bucket", "A first replication" and "Resource data sync"

                The server is up at http://127.0.0.1:PORT until you press Ctrl-C. In another terminal:

                  export AWS_ENDPOINT_URL=http://127.0.0.1:PORT AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=testsecret AWS_REGION=us-east-1
                  aws s3 ls --recursive s3://reports
                  ./spark-submit.sh inventory --definitions 'DIRECTORY/my quickstart/definitions'
                  ./spark-submit.sh replication --definitions 'DIRECTORY/my quickstart/definitions' --dry-run
                  ./spark-submit.sh resource-data-sync --definitions 'DIRECTORY/my quickstart/definitions'
                """;
    }

    /** A quickstart in a thread of its own, stopped as Ctrl-C stops it. */
    private final class Quickstart {
        private final StringBuilder out = new StringBuilder();
        private final StringWriter err = new StringWriter();
        private final BufferedReader lines;
        private final CompletableFuture<Integer> status = new CompletableFuture<>();

        Quickstart(Path root) throws IOException {
            PipedReader reader = new PipedReader();
            PipedWriter writer = new PipedWriter(reader);
            lines = new BufferedReader(reader);
            terminal.execute(() -> {
                try (PrintWriter printer = new PrintWriter(writer)) {
                    status.complete(Stocktake.run(
                            printer,
                            new PrintWriter(err),
                            Terminal.none(),
                            "quickstart",
                            "--directory",
                            root.toString(),
                            "--keep-running"));
                }
            });
        }

        URI awaitServer() throws IOException {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.append(line).append('\n');
                if (line.startsWith(UP)) {
                    return URI.create(line.substring(UP.length()).split(" ", 2)[0]);
                }
            }
            throw new IllegalStateException("the quickstart ended early:\n" + out + err);
        }

        int stop() throws Exception {
            lines.lines().limit(6).forEach(line -> out.append(line).append('\n'));
            terminal.shutdownNow();
            return status.get(1, TimeUnit.MINUTES);
        }

        String out() {
            return out.toString()
                    .replace(directory.toString(), "DIRECTORY")
                    .replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:PORT")
                    .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}-[0-9]{2}Z", "TIME")
                    .replaceAll("job-[0-9a-f]+", "job-ID")
                    .replaceAll("[0-9,]+ requests, [0-9,]+ retr(y|ies), [0-9:]+", "REQUESTS")
                    .replaceAll(" {3,}", "  ")
                    .replaceAll("(?m)^([a-z]+/[a-z]+ +[0-9,]+) .* (s3a://)", "$1 … $2")
                    .replaceAll("(?m)^(all-buckets +[A-Za-z]+( +[0-9,]+){4}) .* (s3a://)", "$1 … $3");
        }

        String err() {
            return err.toString();
        }
    }
}
