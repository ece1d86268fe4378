package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import io.stocktake.s3.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Others write to both buckets meanwhile: nothing of theirs is lost, and what could not be done is said. */
class CopierGuardTest {
    private Servers servers;

    @BeforeEach
    void start() {
        servers = new Servers();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aDestinationThatIsListedInNoOrderIsRefused() {
        Store near = CopyWorld.store("near", servers.near.endpoint(), "test");
        try (CopyWorld world = new CopyWorld(
                CopyWorld.bucket(near, "source"),
                CopyWorld.bucket(near, "copies--use1-az4--x-s3"),
                CopyWorld.rules(),
                ComparedVersions.CURRENT)) {
            assertThatThrownBy(() -> new Ends(world.copyTerms()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Cannot replicate into bucket \"copies--use1-az4--x-s3\" of store \"near\": it is a"
                            + " directory bucket, which is listed in no order, and what a key has there is looked up at"
                            + " its place in the order of keys");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatTheComparisonDidNotSeeIsAConflict(Distance distance) {
        servers.source.put("key", "one".getBytes(UTF_8));
        servers.source.put("key", "two".getBytes(UTF_8));
        try (CopyWorld world = servers.world(distance)) {
            List<Difference> differences = world.differences();
            String foreign = servers.destination(distance)
                    .put("key", "foreign".getBytes(UTF_8))
                    .versionId();

            List<CopyResult> results = world.copy(world.copyTerms(), differences);

            assertThat(results.stream().map(CopyResult::task))
                    .containsExactly(
                            failed(
                                    differences.get(0),
                                    "HistoryConflict",
                                    OptionalInt.empty(),
                                    "Cannot write key \"key\" in bucket \"destination\" of store \"" + store(distance)
                                            + "\": when it was compared it had nothing, and now it has the object \""
                                            + foreign + "\". Nothing was written; run the replication again"),
                            failed(
                                    differences.get(1),
                                    "HistoryConflict",
                                    OptionalInt.empty(),
                                    "Cannot copy key \"key\" version \""
                                            + differences.get(1).version().versionId()
                                            + "\" in bucket \"source\" of store \"near\": an older version of the key"
                                            + " could not be copied, and what is left out cannot be inserted later"));
            assertThat(contents(distance)).containsExactly("foreign");
        }
    }

    @ParameterizedTest
    @CsvSource({"ONE_STORE, CopyObject", "TWO_STORES, PutObject"})
    void aForeignWriteBetweenTwoAppendsIsReportedAndNothingIsLost(Distance distance, String operation) {
        servers.source.put("key", "one".getBytes(UTF_8));
        servers.source.put("key", "two".getBytes(UTF_8));
        try (CopyWorld world = servers.world(distance)) {
            EmbeddedBucket destination = servers.destination(distance);
            servers.server(distance)
                    .faults()
                    .beforeNth(
                            2,
                            request -> request.operation().equals(operation),
                            () -> destination.put("key", "foreign".getBytes(UTF_8)));

            List<CopyResult> results = world.copy();

            List<StoredVersion> stored = destination.versions();
            assertThat(contents(distance)).containsExactly("two", "foreign", "one");
            assertThat(results.get(0).task().status()).isEqualTo(TaskStatus.SUCCEEDED);
            assertThat(results.get(1).task())
                    .isEqualTo(failed(
                            results.get(1).difference(),
                            "DstChanged",
                            OptionalInt.of(200),
                            "The replica \"" + stored.get(0).versionId() + "\" of key \"key\" version \""
                                    + results.get(1).difference().version().versionId()
                                    + "\" in bucket \"source\" of store \"near\" stands above version \""
                                    + stored.get(1).versionId() + "\", which was written to bucket \"destination\" of"
                                    + " store \"" + store(distance)
                                    + "\" meanwhile. Both are there; nothing is lost"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionThatIsGoneStopsItsKeyAndNoOther(Distance distance) {
        String gone = servers.source.put("a", "one".getBytes(UTF_8)).versionId();
        servers.source.put("a", "two".getBytes(UTF_8));
        servers.source.put("b", "three".getBytes(UTF_8));
        try (CopyWorld world = servers.world(distance)) {
            List<Difference> differences = world.differences();
            servers.source.delete("a", gone);

            List<CopyResult> results = world.copy(world.copyTerms(), differences);

            assertThat(results)
                    .extracting(result -> result.task().errorCode().orElse(""))
                    .containsExactly("SrcVersionNotFound", "SrcVersionNotFound", "");
            assertThat(results.get(0).task().message())
                    .startsWith("Cannot read ")
                    .contains("key \"a\" version \"" + gone + "\" in bucket \"source\" of store \"near\": ");
            assertThat(contents(distance)).containsExactly("three");
        }
    }

    @ParameterizedTest
    @EnumSource
    void currentObjectsArriveInABucketWithoutVersions(Distance distance) {
        servers.source.put("new", "new".getBytes(UTF_8));
        servers.source.put("changed", "changed".getBytes(UTF_8));
        try (CopyWorld world = servers.worldOfCurrentObjects(distance)) {
            servers.destination(distance).put("changed", "old".getBytes(UTF_8));

            List<CopyResult> results = world.copy();

            assertThat(results).allSatisfy(result -> {
                assertThat(result.task().message()).isEmpty();
                assertThat(result.replicaVersionId()).isEmpty();
            });
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }

    @ParameterizedTest
    @CsvSource({"ONE_STORE, CopyObject", "TWO_STORES, PutObject"})
    void anObjectWithoutVersionsIsNeverOverwrittenUnseen(Distance distance, String operation) {
        servers.source.put("new", "new".getBytes(UTF_8));
        servers.source.put("changed", "changed".getBytes(UTF_8));
        try (CopyWorld world = servers.worldOfCurrentObjects(distance)) {
            EmbeddedBucket destination = servers.destination(distance);
            destination.put("changed", "old".getBytes(UTF_8));
            servers.server(distance)
                    .faults()
                    .beforeRequest(request -> request.operation().equals(operation), () -> {
                        destination.put("new", "foreign".getBytes(UTF_8));
                        destination.put("changed", "foreign".getBytes(UTF_8));
                    });

            List<CopyResult> results = world.copy();

            assertThat(results)
                    .extracting(result -> result.task().errorCode().orElse(""))
                    .containsExactly("DstChanged", "DstChanged");
            assertThat(contents(distance)).containsExactly("foreign", "foreign");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObjectThatChangedSinceItWasListedIsNotCopied(Distance distance) {
        servers.source.put("key", "listed".getBytes(UTF_8));
        try (CopyWorld world = servers.worldOfCurrentObjects(distance)) {
            List<Difference> differences = world.differences();
            servers.source.put("key", "changed".getBytes(UTF_8));

            List<CopyResult> results = world.copy(world.copyTerms(), differences);

            assertThat(results)
                    .extracting(result -> result.task().errorCode().orElse(""))
                    .containsExactly("SrcChanged");
            assertThat(contents(distance)).isEmpty();
        }
    }

    private static CompletedTask failed(Difference difference, String code, OptionalInt status, String message) {
        return new CompletedTask(
                "source",
                difference.key().toString(),
                Optional.of(difference.version().versionId().toString()),
                TaskStatus.FAILED,
                Optional.of(code),
                status,
                message);
    }

    private static String store(Distance distance) {
        return distance == Distance.ONE_STORE ? "near" : "far";
    }

    /** What the versions hold, the newest of each key first. */
    private List<String> contents(Distance distance) {
        EmbeddedS3 server = servers.server(distance);
        try (CopyWorld world = servers.worldOf(distance, CopyWorld.rules(), ComparedVersions.HISTORY)) {
            return server.bucket("destination").versions().stream()
                    .map(version -> world.destinationClient()
                            .repeating()
                            .getObjectAsBytes(request -> request.bucket("destination")
                                    .key(version.key())
                                    .versionId(version.versionId()))
                            .asUtf8String())
                    .toList();
        }
    }
}
