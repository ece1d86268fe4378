package io.stocktake.replication.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.planning.RangeTarget;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffDataSourceTest {
    private EmbeddedS3 server;
    private SparkSession spark;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
        spark = SparkSession.builder()
                .master("local[4]")
                .appName("diff")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    void stop() {
        spark.stop();
        server.close();
    }

    @Test
    void everyOutcomeIsARowWithBothSides() {
        TwoBuckets buckets = new TwoBuckets(server, "rows").versioned();
        StoredVersion conflict = buckets.putSource("conflict", "source");
        StoredVersion own = buckets.putDestination("conflict", "own");
        StoredVersion only = buckets.putDestination("destination", "x");
        StoredVersion equal = buckets.putSource("equal", "equal");
        StoredVersion replica = buckets.putDestination("equal", "equal");
        buckets.deleteSource("equal");
        StoredVersion marker = buckets.source().versions().get(1);
        StoredVersion missing = buckets.putSource("missing", "missing");

        Dataset<Row> diff =
                diff(DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.HISTORY));

        assertThat(diff.schema().fieldNames())
                .containsExactly(
                        "outcome",
                        "key",
                        "versionId",
                        "isDeleteMarker",
                        "isLatest",
                        "size",
                        "lastModified",
                        "eTag",
                        "storageClass",
                        "rule",
                        "reason",
                        "destinationVersionId",
                        "destinationETag",
                        "destinationSize",
                        "destinationLastModified");
        assertThat(rows(diff))
                .containsExactly(
                        row(
                                List.of("conflict", "conflict", conflict.versionId(), false, true, 6L),
                                conflict,
                                "the destination has other entries, and they are not older",
                                own),
                        "[destinationOnly, destination, null, null, null, null, null, null, null, null, null, "
                                + only.versionId() + ", " + only.eTag() + ", 1, "
                                + Timestamp.from(only.lastModified()) + "]",
                        row(List.of("equal", "equal", equal.versionId(), false, false, 5L), equal, "null", replica),
                        "[changed, equal, " + marker.versionId() + ", true, true, null, "
                                + Timestamp.from(marker.lastModified()) + ", null, null, everything, null, "
                                + replica.versionId() + ", " + replica.eTag() + ", 5, "
                                + Timestamp.from(replica.lastModified()) + "]",
                        "[sourceOnly, missing, " + missing.versionId() + ", false, true, 7, "
                                + Timestamp.from(missing.lastModified()) + ", " + missing.eTag()
                                + ", STANDARD, everything, null, null, null, null, null]");
    }

    @Test
    void aBucketThatIsListedInNoOrderIsRefusedWithTheWayOut() {
        TwoBuckets buckets = new TwoBuckets(server, "unordered");
        Map<String, String> unordered =
                new HashMap<>(buckets.destinationLocation().store().toOptions());
        unordered.put("listing", "unordered");
        server.createBucket("here--use1-az4--x-s3");
        BucketLocation directory =
                new BucketLocation(buckets.sourceLocation().store(), "here--use1-az4--x-s3", "here--use1-az4--x-s3");
        BucketLocation said = new BucketLocation(
                Store.fromOptions(unordered),
                "copy",
                buckets.destinationLocation().name());
        assertThatThrownBy(
                        () -> diff(DiffOptions.of(directory, buckets.destinationLocation(), ComparedVersions.CURRENT))
                                .count())
                .hasStackTraceContaining("Cannot compare bucket \"here--use1-az4--x-s3\" of store \""
                        + directory.store().name()
                        + "\": it is a directory bucket, which is listed in no order, and two"
                        + " buckets are compared in the order of their keys; deliver an inventory of it and compare the"
                        + " report");
        assertThatThrownBy(() -> diff(DiffOptions.of(buckets.sourceLocation(), said, ComparedVersions.HISTORY))
                        .count())
                .hasStackTraceContaining("Cannot compare bucket \"copy\" of store \""
                        + said.store().name() + "\": stores.yaml says \"listing: unordered\" of the store, and two"
                        + " buckets are compared in the order of their keys");
    }

    @Test
    void aPredicateOnTheOutcomeReachesTheReader() {
        TwoBuckets buckets = new TwoBuckets(server, "pushed").versioned();
        buckets.putBoth("equal", "x");
        buckets.putSource("missing", "x");
        buckets.putDestination("own", "x");
        Dataset<Row> diff =
                diff(DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.HISTORY));

        Map<String, List<String>> expected = Map.of(
                "outcome = 'equal'", List.of("equal"),
                "outcome != 'equal'", List.of("sourceOnly", "destinationOnly"),
                "outcome IN ('equal', 'sourceOnly')", List.of("equal", "sourceOnly"),
                "outcome NOT IN ('equal', 'sourceOnly')", List.of("destinationOnly"),
                "outcome = 'equal' OR outcome = 'destinationOnly'", List.of("equal", "destinationOnly"),
                "outcome = 'sourceOnly' AND key > 'equal'", List.of("sourceOnly"),
                "outcome = 'sourceOnly' OR key = 'equal'", List.of("equal", "sourceOnly"),
                "outcome = 'nonsense'", List.of());
        expected.forEach((predicate, outcomes) -> assertThat(
                        rows(diff.where(predicate).select("outcome")))
                .as(predicate)
                .containsExactlyElementsOf(
                        outcomes.stream().map(outcome -> "[" + outcome + "]").toList()));
        assertThat(plan(diff.where("outcome != 'equal'").select("key")))
                .contains("outcomes sourceOnly, changed, bySizeAndDate, drifted, destinationOnly, conflict,"
                        + " notInsertable, notEligible")
                .doesNotContain("Filter ");
    }

    @Test
    void explainingSendsNoRequestAndNothingIsShuffledOrSorted() {
        TwoBuckets buckets = new TwoBuckets(server, "explained").versioned();
        buckets.putBoth("k", "x");
        Dataset<Row> diff =
                diff(DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.HISTORY));
        server.requests().clear();

        assertThat(plan(diff.sortWithinPartitions("key")))
                .contains("s3-diff")
                .doesNotContain("Exchange")
                .doesNotContain("Sort ");
        assertThat(server.requests().count()).isZero();
    }

    @Test
    void rangesAndCutsTileTheTable() {
        TwoBuckets buckets = new TwoBuckets(server, "tiled");
        for (int i = 0; i < 60; i++) {
            buckets.putSource("dir-%d/%02d".formatted(i % 4, i), "x");
            if (i % 2 == 0) {
                buckets.putDestination("dir-%d/%02d".formatted(i % 4, i), "x");
            }
        }
        DiffOptions options =
                DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.CURRENT);
        DiffOptions planned = DiffOptions.of(with(options.toOptions(), Map.of("ranges", "4", "pageSize", "10")));
        DiffOptions cut = DiffOptions.of(with(options.toOptions(), Map.of("cuts", "[\"dir-2/\", \"dir-1/30\"]")));

        List<String> whole = rows(diff(options));

        assertThat(whole).hasSize(60);
        List<KeyRange> ranges = DiffPlanner.plan(
                buckets.request(Rules.ALL, ComparedVersions.CURRENT).withPageSize(10), RangeTarget.exactly(4));
        assertThat(ranges).hasSizeBetween(4, 8);
        assertThat(diff(planned).javaRDD().getNumPartitions()).isEqualTo(ranges.size());
        assertThat(rows(diff(planned))).isEqualTo(whole);
        assertThat(diff(cut).javaRDD().getNumPartitions()).isEqualTo(3);
        assertThat(rows(diff(cut))).isEqualTo(whole);
    }

    @Test
    void rulesChooseWhatIsCompared() {
        TwoBuckets buckets = new TwoBuckets(server, "ruled").versioned();
        buckets.putSource("logs/a", "x");
        buckets.putSource("tmp/a", "x");
        Map<String, String> options = DiffOptions.of(
                        buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.HISTORY)
                .toOptions();
        String toTwo = Rules.document(
                Rules.rule("here", 1, Rules.prefix("logs/"), "Enabled", "")
                        .replace("arn:aws:s3:::destination", "arn:aws:s3:::ruled-destination"),
                Rules.rule("elsewhere", 2, Rules.prefix("tmp/"), "Enabled", ""));

        assertThat(rows(read(with(options, Map.of("rules", toTwo))).select("key", "rule")))
                .containsExactly("[logs/a, here]");
    }

    @Test
    void theMetricsSayWhatWasReadAndFound() {
        TwoBuckets buckets = new TwoBuckets(server, "metrics").versioned();
        buckets.putBoth("a", "x");
        buckets.putSource("b", "x");
        DiffOptions options =
                DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.HISTORY);
        try (DiffRowReader reader = new DiffRowReader(options.request(), KeyRange.all(), List.of(DiffColumn.KEY))) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.next()).isFalse();

            assertThat(IntStream.range(0, reader.currentMetricsValues().length)
                            .mapToObj(i -> reader.currentMetricsValues()[i].name() + " "
                                    + reader.currentMetricsValues()[i].value()))
                    .containsExactly(
                            "keys compared 2",
                            "versions missing at the destination 1",
                            "pages listed 2",
                            "HEAD requests 1",
                            "versions vanished since they were listed 0",
                            "listing requests repeated 0");
        }
    }

    @Test
    void optionsTravelThroughADataFrameReader() {
        TwoBuckets buckets = new TwoBuckets(server, "options");
        DiffOptions options =
                DiffOptions.of(buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.CURRENT);
        DiffOptions others = new DiffOptions(
                options.request()
                        .with(OnConflict.COPY_LATEST)
                        .with(EligibilityCheck.WHILE_COPYING)
                        .comparing(Set.of(ComparedProperty.TAGS, ComparedProperty.ACL))
                        .withPageSize(10)
                        .withRequestsInFlight(3),
                List.of("a", "b\"c"),
                OptionalInt.of(7));

        assertThat(DiffOptions.of(options.toOptions())).isEqualTo(options);
        assertThat(DiffOptions.of(others.toOptions())).isEqualTo(others);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        TwoBuckets buckets = new TwoBuckets(server, "refused");
        Map<String, String> options = DiffOptions.of(
                        buckets.sourceLocation(), buckets.destinationLocation(), ComparedVersions.CURRENT)
                .toOptions();

        assertRefused(Map.of(), "Cannot compare two buckets: the option \"source.bucket\" is missing");
        assertRefused(
                Map.of("source.bucket", "b", "source.region", "us-east-1"),
                "Cannot compare two buckets: the option \"destination.bucket\" is missing");
        assertRefused(
                with(options, Map.of("destination.prefix", "logs/")),
                "Cannot read the option \"destination.prefix\": \"logs/\" is to stand in the Prefix of a rule, in the"
                        + " option \"rules\"");
        assertRefused(
                with(options, Map.of("versions", "All")),
                "Cannot read the option \"versions\": \"All\" is neither History nor Current");
        assertRefused(
                with(options, Map.of("onConflict", "overwrite")),
                "Cannot read the option \"onConflict\": \"overwrite\" is neither leave nor copy-latest");
        assertRefused(
                with(options, Map.of("eligibility", "yes")),
                "Cannot read the option \"eligibility\": \"yes\" is neither true nor false");
        assertRefused(
                with(options, Map.of("compare", "tags,metadata")),
                "Cannot read the option \"compare\": \"metadata\" is none of tags, lock and acl");
        assertRefused(
                with(options, Map.of("pageSize", "1001")),
                "Cannot read the option \"pageSize\": \"1001\" is not a number from 1 to 1000");
        assertRefused(
                with(options, Map.of("cuts", "a,b")), "Cannot read the option \"cuts\": it is not a JSON list of keys");
        String toTwo = Rules.document(
                Rules.rule("one", 1, "{}", "Enabled", "").replace(":::destination", ":::one"),
                Rules.rule("two", 2, "{}", "Enabled", "").replace(":::destination", ":::two"));
        assertRefused(
                with(options, Map.of("rules", toTwo)),
                "Cannot read the option \"rules\": its rules have the destinations one, two, and none is"
                        + " \"refused-destination\"");
        assertThatThrownBy(() -> DiffOptions.of(with(options, Map.of("rules", "{}"))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("the option \"rules\"");
    }

    private static void assertRefused(Map<String, String> options, String message) {
        assertThatThrownBy(() -> DiffOptions.of(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private Dataset<Row> diff(DiffOptions options) {
        return read(options.toOptions());
    }

    private Dataset<Row> read(Map<String, String> options) {
        return spark.read().format("s3-diff").options(options).load();
    }

    private static Map<String, String> with(Map<String, String> options, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(options);
        all.putAll(others);
        return all;
    }

    private static List<String> rows(Dataset<Row> diff) {
        return diff.collectAsList().stream()
                .map(row -> row.mkString("[", ", ", "]"))
                .toList();
    }

    private static String plan(Dataset<Row> diff) {
        return diff.queryExecution().executedPlan().toString();
    }

    /** The columns from the outcome to the size, and those that follow from the two versions. */
    private static String row(List<Object> first, StoredVersion version, String reason, StoredVersion destination) {
        String start = first.toString();
        return start.substring(0, start.length() - 1) + ", " + Timestamp.from(version.lastModified()) + ", "
                + version.eTag() + ", STANDARD, everything, " + reason + ", " + destination.versionId() + ", "
                + destination.eTag() + ", " + destination.size() + ", " + Timestamp.from(destination.lastModified())
                + "]";
    }
}
