package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.Faults;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.inventory.OddBuckets;
import io.stocktake.inventory.delivery.InventoryDelivery;
import io.stocktake.listing.ListingOptions;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.replication.report.TaskStatus;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run says of itself, and what a run is told to do: completion reports, manifests, inventories. */
class ReportOfAReplicationTest {
    private static SparkSession spark;

    @TempDir
    private Path directory;

    private ReplicationWorld world;
    private EmbeddedBucket source;
    private EmbeddedBucket destination;

    @BeforeAll
    static void startSpark() {
        spark = ReplicationWorld.spark();
    }

    @AfterAll
    static void stopSpark() throws Exception {
        spark.close();
    }

    @BeforeEach
    void open() {
        world = ReplicationWorld.open();
        source = world.source();
        destination = world.destination();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private StoredVersion put(String key, String content) {
        return source.put(key, content.getBytes(UTF_8));
    }

    /** The destination takes nothing for keys that begin so. */
    private Faults.Fault block(String prefix) {
        return world.server()
                .faults()
                .denied((LoggedRequest request) -> (request.operation().equals("CopyObject")
                                || request.operation().equals("DeleteObject"))
                        && request.bucket().equals("destination")
                        && request.key().startsWith(prefix));
    }

    private static WorkSource named(Path manifest) {
        return new WorkSource(Optional.of(manifest.toUri().toString()), Optional.empty(), Optional.empty());
    }

    /** The objects of a bucket as files, under a directory of its own. */
    private Path download(EmbeddedBucket bucket, String name) throws IOException {
        Path root = directory.resolve(name);
        for (StoredVersion object : bucket.objects()) {
            Path file = root.resolve(object.key());
            Files.createDirectories(file.getParent());
            Files.write(file, bucket.content(object.key()).orElseThrow());
        }
        return root;
    }

    @Test
    void allTasksAreReportedOrThoseThatFailedOnly() throws Exception {
        StoredVersion fine = put("a fine", "1");
        StoredVersion blocked = put("blocked", "2");
        CompletedTask failed = new CompletedTask(
                "source",
                "blocked",
                Optional.of(blocked.versionId()),
                TaskStatus.FAILED,
                Optional.of("DstPutObjectNotPermitted"),
                OptionalInt.of(403),
                "");
        ReplicationRequest request = world.request(everything());
        block("blocked");
        ReplicationResult all = world.run(request);
        assertThat(world.rows(all))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("message")
                .containsExactly(
                        new CompletedTask(
                                "source",
                                "a fine",
                                Optional.of(fine.versionId()),
                                TaskStatus.SUCCEEDED,
                                Optional.empty(),
                                OptionalInt.of(200),
                                ""),
                        failed);
        assertThat(world.failures(all))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .startsWith("blocked: DstPutObjectNotPermitted: Cannot copy within the store to key"
                                + " \"blocked\" in bucket \"destination\" of store \"near\": ")
                        .contains("AccessDenied")
                        .contains("s3:PutObject"));

        put("c fine too", "3");
        ReplicationResult failedOnly = world.run(request.reporting(ReportScope.FAILED_TASKS_ONLY));
        assertThat(world.rows(failedOnly))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("message")
                .containsExactly(failed);
        assertThat(failedOnly.report().orElseThrow().succeeded()).isEqualTo(1);
        assertThat(world.histories(destination)).containsOnlyKeys("a fine", "c fine too");
    }

    @Test
    void theFailedRowsOfAReportAreTheManifestOfALaterRun() throws Exception {
        put("a fine", "1");
        put("blocked/+ ü%20&\"", "2");
        put("blocked/+ ü%20&\"", "3");
        put("blocked/b", "4");
        ReplicationRequest request = world.request(everything());
        Faults.Fault blocking = block("blocked/");
        ReplicationResult first = world.run(request);
        blocking.close();
        assertThat(first.failed()).isEqualTo(3);
        put("new", "5");
        Path report = download(world.reports(), "reports")
                .resolve(first.report().orElseThrow().manifest());

        ReplicationResult second = world.run(request.with(named(report)));
        assertThat(second.total().copied()).isEqualTo(3);
        assertThat(second.failed()).isZero();
        assertThat(world.histories(destination))
                .isEqualTo(Map.of(
                        "a fine", List.of("1"), "blocked/+ ü%20&\"", List.of("2", "3"), "blocked/b", List.of("4")));
        assertThat(world.run(request.with(named(report))).total().copied()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%20", "+"})
    void aManifestOfOddKeysIsAllThatIsCopied(String space) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String key : OddBuckets.ODD_KEYS) {
            put(key, "of " + key.length());
            put(key + " not named", "x");
            lines.add("source," + URLEncoder.encode(key, UTF_8).replace("+", space));
        }
        StoredVersion old = put("versions", "old");
        put("versions", "new");
        lines.add("source,versions," + old.versionId());
        lines.replaceAll(line -> line.chars().filter(c -> c == ',').count() == 1 ? line + "," : line);
        lines.add("source,missing,");
        Path manifest = Files.write(directory.resolve("manifest.csv"), lines, UTF_8);

        ReplicationResult result = world.run(world.request(everything()).with(named(manifest)));
        assertThat(world.failures(result))
                .containsExactly("missing: SrcObjectNotEligible: Cannot copy key \"missing\": the source has no such"
                        + " version, or no rule and no filter selects it");
        List<String> expected = new ArrayList<>(OddBuckets.ODD_KEYS);
        expected.add("versions");
        Map<String, List<String>> replicas = world.histories(destination);
        assertThat(replicas).containsOnlyKeys(expected.toArray(String[]::new));
        assertThat(replicas.get("versions")).containsExactly("old");
        assertThat(result.total().copied()).isEqualTo(expected.size());
    }

    @Test
    void aManifestOfAnotherBucketIsRefused() throws Exception {
        put("a", "1");
        Path manifest = Files.writeString(directory.resolve("manifest.csv"), "elsewhere,a\n");
        ReplicationRequest request = world.request(everything()).with(named(manifest));
        assertThatThrownBy(() -> world.run(request))
                .hasStackTraceContaining("names the bucket \"elsewhere\", not \"source\"");
        assertThat(world.histories(destination)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"999, 0, COMPLETE", "1001, 0, STOPPED", "1001, 1200, COMPLETE"})
    void aRunOfAThousandTasksEndsWhereMoreThanHalfHaveFailed(int failing, int fine, ReplicationResult.End end)
            throws Exception {
        for (int i = 0; i < Math.max(failing, fine); i++) {
            // Side by side, so that in no range more have failed.
            String key = "key-%06d".formatted(i * 7919 % 1_000_003);
            if (i < failing) {
                put(key + "/blocked", "x");
            }
            if (i < fine) {
                put(key + "/fine", "x");
            }
        }
        world.server()
                .faults()
                .denied(request -> request.operation().equals("CopyObject")
                        && request.key().endsWith("/blocked"));
        ReplicationResult result = world.run(world.request(everything()));
        assertThat(result.end()).isEqualTo(end);
        assertThat(result.total().failed())
                .containsOnlyKeys("DstPutObjectNotPermitted")
                .hasEntrySatisfying(
                        "DstPutObjectNotPermitted",
                        failed -> assertThat(failed).isBetween(Math.min(failing, 1_000L), (long) failing));
        assertThat(world.rows(result)).hasSize((int) (result.succeeded() + result.failed()));
    }

    @Test
    void inventoriesInPlaceOfListingsGiveTheSame() throws Exception {
        for (String key : OddBuckets.ODD_KEYS) {
            put(key, "one");
            put(key, "two");
        }
        source.delete("a/b");
        put("same", "same");
        world.run(world.request(everything()));
        ReplicationWorld.tick();
        put("a", "three");
        put("a/b", "again");
        source.delete("same");
        destination.put("conflict", "of its own".getBytes(UTF_8));
        put("conflict", "another");
        destination.put("conflict", "of its own again".getBytes(UTF_8));
        Optional<String> ofSource = Optional.of(inventory("source"));
        Optional<String> ofDestination = Optional.of(inventory("destination"));
        ReplicationRequest request = world.request(everything());

        Faults.Fault blocking = block("");
        List<ReplicationResult> results = Stream.of(
                        WorkSource.listings(),
                        new WorkSource(Optional.empty(), ofSource, Optional.empty()),
                        new WorkSource(Optional.empty(), Optional.empty(), ofDestination),
                        new WorkSource(Optional.empty(), ofSource, ofDestination))
                .map(work -> world.run(request.with(work)))
                .toList();
        blocking.close();
        assertThat(results.get(0).found().total().versions(Outcome.CHANGED)).isEqualTo(3);
        assertThat(results.get(0).found().total().versions(Outcome.CONFLICT)).isEqualTo(1);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.found().byRule())
                        .isEqualTo(results.get(0).found().byRule()));
        ReplicationResult copied = world.run(request.with(new WorkSource(Optional.empty(), ofSource, ofDestination)));
        assertThat(copied.total().copied()).isEqualTo(3);
        Map<String, List<String>> expected = world.histories(source);
        expected.put("conflict", List.of("of its own", "of its own again"));
        assertThat(world.histories(destination)).isEqualTo(expected);
    }

    private String inventory(String bucket) throws IOException {
        EmbeddedBucket reports = world.server().createBucket("inventory-of-" + bucket);
        spark.read()
                .format("s3-listing")
                .options(ListingOptions.all(world.near(bucket)).withRanges(3).toOptions())
                .load()
                .write()
                .format("s3-inventory")
                .options(InventoryDelivery.of(world.near(reports.name()), bucket, "all", ReportFormat.PARQUET)
                        .toOptions())
                .mode(SaveMode.Append)
                .save();
        return download(reports, reports.name())
                .resolve(bucket)
                .resolve("all")
                .toUri()
                .toString();
    }
}
