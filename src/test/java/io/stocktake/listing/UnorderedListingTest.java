package io.stocktake.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.StoredVersion;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Stores that do not list as S3 lists general purpose buckets: whole and in one stream, or the run fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnorderedListingTest {
    private static final String WAY_OUT =
            "; say \"listing: unordered\" of the store in stores.yaml and its buckets are listed whole, each in one stream";

    private EmbeddedS3 server;
    private SparkSession spark;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[4]")
                .appName("unordered")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterEach
    void endFaults() {
        server.faults().clear();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    @Test
    void aDirectoryBucketIsListedWholeInOneStream() {
        EmbeddedBucket bucket = filled("photos--use1-az4--x-s3");
        server.requests().clear();

        Dataset<Row> listed =
                rows(listing(ListingOptions.current(location(bucket, "ordered")).withRanges(8)));

        assertThat(listed.rdd().getNumPartitions()).isEqualTo(1);
        server.requests().clear();
        assertThat(texts(listed)).containsExactlyInAnyOrderElementsOf(expected(bucket, ""));
        assertThat(server.requests().all("ListObjectsV2"))
                .hasSize(4)
                .allMatch(request -> request.parameter("start-after").isEmpty());
    }

    @Test
    void ofADirectoryBucketAnyPrefixAndAnyRangeIsRead() {
        EmbeddedBucket bucket = filled("ranges--use1-az4--x-s3");
        Dataset<Row> all = rows(listing(ListingOptions.current(location(bucket, "ordered"))));
        server.requests().clear();

        assertThat(texts(all.where("key like 'd3/00%'")))
                .containsExactlyInAnyOrderElementsOf(expected(bucket, "d3/00"));
        assertThat(server.requests().all("ListObjectsV2").get(0).parameter("prefix"))
                .contains("d3/");
        assertThat(texts(all.where("key > 'd2/1234' and key <= 'd5/0005'")))
                .containsExactlyInAnyOrderElementsOf(between(bucket, "d2/1234", "d5/0005"));
    }

    @Test
    void aDirectoryBucketHasNoVersionsToList() {
        EmbeddedBucket bucket = filled("versions--use1-az4--x-s3");

        assertThatThrownBy(() ->
                        listing(ListingOptions.all(location(bucket, "ordered"))).count())
                .hasStackTraceContaining(
                        "Cannot list bucket \"versions--use1-az4--x-s3\" of store \"embedded\": a"
                                + " directory bucket has no versions; list its current objects (IncludedObjectVersions: Current)");
    }

    @Test
    void aStoreWithoutOrderIsFoundOutAndTheErrorTellsTheWayOut() {
        EmbeddedBucket bucket = filled("found-out");
        try (Faults.Fault fault = server.faults().unordered("found-out")) {
            for (ListingOptions options : List.of(
                    ListingOptions.current(location(bucket, "ordered")),
                    ListingOptions.current(location(bucket, "ordered")).withRanges(1),
                    ListingOptions.all(location(bucket, "ordered")))) {
                assertThatThrownBy(() -> listing(options).count())
                        .hasStackTraceContaining("which is not the order of S3, and entries would be lost" + WAY_OUT);
            }
            assertThatThrownBy(() -> listing(ListingOptions.current(location(bucket, "ordered"))
                                    .withCuts(List.of("d2/", "d4/")))
                            .count())
                    .hasStackTraceContaining(WAY_OUT);
        }
    }

    @Test
    void aStoreThatIsSaidToListInNoOrderIsListedWholeInOneStream() {
        EmbeddedBucket bucket = filled("said").enableVersioning();
        for (int i = 0; i < 500; i++) {
            bucket.put("d1/%04d".formatted(i * 7), new byte[2]);
            bucket.delete("d2/%04d".formatted(i * 7 + 2));
        }
        try (Faults.Fault fault = server.faults().unordered("said")) {
            ListingOptions options =
                    ListingOptions.current(location(bucket, "unordered")).withCuts(List.of("d2/", "d4/"));
            Dataset<Row> listed = rows(listing(options));

            assertThat(listed.rdd().getNumPartitions()).isEqualTo(1);
            assertThat(texts(listed)).containsExactlyInAnyOrderElementsOf(expected(bucket, ""));
            assertThat(texts(listed.where("key like 'd3/00%'")))
                    .containsExactlyInAnyOrderElementsOf(expected(bucket, "d3/00"));
            assertThat(listing(ListingOptions.all(location(bucket, "unordered")))
                            .selectExpr(
                                    "concat(key, ' ', coalesce(version_id, 'null'), ' ', is_latest, ' ', is_delete_marker)")
                            .collectAsList()
                            .stream()
                            .map(row -> row.getString(0)))
                    .containsExactlyInAnyOrderElementsOf(bucket.versions().stream()
                            .map(version -> version.key() + " " + version.versionId() + " " + version.isLatest() + " "
                                    + version.isDeleteMarker())
                            .toList());
        }
    }

    @Test
    void rowsWithoutOrderAreSortedWhereOrderIsWanted() {
        EmbeddedBucket bucket = filled("sorted--use1-az4--x-s3");
        Dataset<Row> sorted = rows(listing(ListingOptions.current(location(bucket, "ordered"))))
                .sortWithinPartitions("key");

        assertThat(sorted.queryExecution().executedPlan().toString()).contains("Sort");
        assertThat(texts(sorted)).containsExactlyElementsOf(expected(bucket, ""));
    }

    @Test
    void aStoreThatIgnoresStartAfterIsFoundOutAndListedWholeInOneStream() {
        EmbeddedBucket bucket = filled("ignoring");
        try (Faults.Fault fault = server.faults().startAfterIgnored("ignoring")) {
            Dataset<Row> listed = rows(
                    listing(ListingOptions.current(location(bucket, "ordered")).withRanges(8)));

            assertThat(listed.rdd().getNumPartitions()).isEqualTo(1);
            assertThat(texts(listed)).containsExactlyElementsOf(expected(bucket, ""));
            assertThat(texts(listed.where("key > 'd2/1234' and key <= 'd5/0005'")))
                    .containsExactlyElementsOf(between(bucket, "d2/1234", "d5/0005"));
            assertThat(texts(listed.where("key >= 'd7'"))).isEmpty();
        }
    }

    @Test
    void cutsAreRefusedByAStoreThatIgnoresStartAfterAndTheErrorTellsTheWayOut() {
        EmbeddedBucket bucket = filled("uncut");
        try (Faults.Fault fault = server.faults().startAfterIgnored("uncut")) {
            assertThatThrownBy(() -> listing(ListingOptions.current(location(bucket, "ordered"))
                                    .withCuts(List.of("d4/")))
                            .count())
                    .hasStackTraceContaining(
                            "Cannot list bucket \"uncut\" of store \"embedded\" after key \"d4/\": the store answered with"
                                    + " the earlier key \"d0/0000\", so it does not know StartAfter and its buckets cannot"
                                    + " be listed in ranges" + WAY_OUT);
            assertThat(texts(rows(listing(ListingOptions.current(location(bucket, "unordered"))
                            .withCuts(List.of("d4/"))))))
                    .containsExactlyElementsOf(expected(bucket, ""));
        }
    }

    /** Four pages of keys, and one that is the prefix of others. */
    private EmbeddedBucket filled(String name) {
        EmbeddedBucket bucket = server.createBucket(name);
        for (int i = 0; i < 3_500; i++) {
            bucket.put("d%d/%04d".formatted(i % 7, i), new byte[i % 5]);
        }
        bucket.put("d3/00", new byte[1]);
        return bucket;
    }

    private static List<String> expected(EmbeddedBucket bucket, String prefix) {
        return bucket.objects().stream()
                .filter(version -> version.key().startsWith(prefix))
                .map(UnorderedListingTest::text)
                .toList();
    }

    private static List<String> between(EmbeddedBucket bucket, String after, String upTo) {
        return bucket.objects().stream()
                .filter(version ->
                        version.key().compareTo(after) > 0 && version.key().compareTo(upTo) <= 0)
                .map(UnorderedListingTest::text)
                .toList();
    }

    private static String text(StoredVersion version) {
        return "[" + version.key() + "," + version.size() + "," + Timestamp.from(version.lastModified()) + ","
                + version.eTag() + "]";
    }

    private static Dataset<Row> rows(Dataset<Row> listing) {
        return listing.select("key", "size", "last_modified_date", "e_tag");
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).toList();
    }

    private Dataset<Row> listing(ListingOptions options) {
        return spark.read().format("s3-listing").options(options.toOptions()).load();
    }

    private BucketLocation location(EmbeddedBucket bucket, String listing) {
        return new BucketLocation(
                Store.fromOptions(
                        Map.of("name", "embedded", "endpoint", server.endpoint().toString(), "listing", listing)),
                bucket.name(),
                bucket.name());
    }
}
