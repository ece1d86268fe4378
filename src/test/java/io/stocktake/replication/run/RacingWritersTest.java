package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.MARKER;
import static io.stocktake.replication.run.ReplicationWorld.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.run.ReplicationWorld.Distance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Others write to the source and to the destination at the worst moment of a run: nothing is lost, nothing of theirs is
 * written over, and the completion report says what happened.
 */
class RacingWritersTest {
    private static SparkSession spark;

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

    private void open(Distance distance) {
        world = ReplicationWorld.open(distance);
        source = world.source();
        destination = world.destination();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private StoredVersion put(EmbeddedBucket bucket, String content) {
        return bucket.put("a", content.getBytes(UTF_8));
    }

    private List<String> replicas() {
        return world.histories(destination).getOrDefault("a", List.of());
    }

    /** Whatever reads the source's content. */
    private static boolean reads(LoggedRequest request) {
        return switch (request.operation()) {
            case "GetObject" -> request.bucket().equals("source");
            case "CopyObject", "UploadPartCopy" -> true;
            default -> false;
        };
    }

    /** Whatever makes a version at the destination. */
    private static boolean writes(LoggedRequest request) {
        return switch (request.operation()) {
            case "PutObject", "CopyObject", "CompleteMultipartUpload" ->
                request.bucket().equals("destination");
            case "DeleteObject" ->
                request.bucket().equals("destination")
                        && request.parameter("versionId").isEmpty();
            default -> false;
        };
    }

    /** The listing of one key before its first append. */
    private static boolean guards(LoggedRequest request) {
        return request.bucket().equals("destination")
                && (request.operation().equals("ListObjectVersions")
                        || request.operation().startsWith("ListObjects"))
                && request.parameter("prefix").equals(Optional.of("a"));
    }

    private ReplicationRequest current() {
        return world.request(everything(), destination, ComparedVersions.CURRENT);
    }

    private String foreignAbove(StoredVersion version, String foreign, StoredVersion replica) {
        return "a: DstChanged: The replica \"" + replica.versionId() + "\" of key \"a\" version \""
                + version.versionId() + "\" in bucket \"source\" of store \"near\" stands above version \"" + foreign
                + "\", which was written to bucket \"destination\" of store \""
                + world.far("destination").store().name()
                + "\" meanwhile. Both are there; nothing is lost";
    }

    private void before(int n, Predicate<LoggedRequest> matches, boolean atDestination, Runnable action) {
        (atDestination ? world.destinationServer() : world.server()).faults().beforeNth(n, matches, action);
    }

    @ParameterizedTest
    @EnumSource
    void anOverwrittenSourceVersionIsCopiedAllTheSameAndTheNewOneByTheNextRun(Distance distance) {
        open(distance);
        put(source, "one");
        before(1, RacingWritersTest::reads, false, () -> put(source, "two"));
        ReplicationResult first = world.run(everything());
        assertThat(world.failures(first)).isEmpty();
        assertThat(replicas()).containsExactly("one");
        world.run(everything());
        assertThat(replicas()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @EnumSource
    void aSourceVersionThatIsDeletedByItsIdIsNamedAndThoseAfterItComeWithTheNextRun(Distance distance) {
        open(distance);
        StoredVersion one = put(source, "one");
        StoredVersion two = put(source, "two");
        before(1, RacingWritersTest::reads, false, () -> source.delete("a", one.versionId()));
        ReplicationResult first = world.run(everything());
        assertThat(replicas()).isEmpty();
        assertThat(first.total().failed()).isEqualTo(Map.of("SrcVersionNotFound", 2L));
        assertThat(world.failures(first))
                .anySatisfy(failure -> assertThat(failure)
                        .startsWith("a: SrcVersionNotFound: Cannot ")
                        .contains("NoSuchVersion"))
                .contains("a: SrcVersionNotFound: Cannot copy key \"a\" version \"" + two.versionId()
                        + "\" in bucket \"source\" of store \"near\": an older version of the key could not be copied,"
                        + " and what is left out cannot be inserted later");
        assertThat(world.run(everything()).total().copied()).isEqualTo(1);
        assertThat(replicas()).containsExactly("two");
    }

    @ParameterizedTest
    @EnumSource
    void aWriteBetweenTheComparisonAndTheFirstAppendIsAConflictAndNothingIsWritten(Distance distance) {
        open(distance);
        put(source, "one");
        put(source, "two");
        AtomicReference<String> foreign = new AtomicReference<>();
        before(
                1,
                RacingWritersTest::guards,
                true,
                () -> foreign.set(put(destination, "of its own").versionId()));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).containsExactly("of its own");
        assertThat(result.total().failed()).isEqualTo(Map.of("HistoryConflict", 2L));
        assertThat(world.failures(result))
                .contains("a: HistoryConflict: Cannot write key \"a\" in bucket \"destination\" of store \""
                        + world.far("destination").store().name()
                        + "\": when it was compared it had nothing, and now it has the object \"" + foreign.get()
                        + "\". Nothing was written; run the replication again");
    }

    @ParameterizedTest
    @EnumSource
    void aWriteBelowTheFirstAppendIsReportedAndNothingIsLost(Distance distance) {
        open(distance);
        StoredVersion one = put(source, "one");
        AtomicReference<String> foreign = new AtomicReference<>();
        before(
                1,
                RacingWritersTest::writes,
                true,
                () -> foreign.set(put(destination, "of its own").versionId()));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).containsExactly("of its own", "one");
        assertThat(world.failures(result))
                .containsExactly(
                        foreignAbove(one, foreign.get(), destination.versions().get(0)));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteBetweenTwoAppendsIsReportedAndNothingIsLost(Distance distance) {
        open(distance);
        put(source, "one");
        StoredVersion two = put(source, "two");
        put(source, "three");
        AtomicReference<String> foreign = new AtomicReference<>();
        before(
                2,
                RacingWritersTest::writes,
                true,
                () -> foreign.set(put(destination, "of its own").versionId()));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).containsExactly("one", "of its own", "two", "three");
        assertThat(world.failures(result))
                .containsExactly(
                        foreignAbove(two, foreign.get(), destination.versions().get(1)));
        assertThat(result.total().copied()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aDeleteMarkerOfSomebodyElseBetweenTwoAppendsIsReported(Distance distance) {
        open(distance);
        put(source, "one");
        StoredVersion two = put(source, "two");
        AtomicReference<String> foreign = new AtomicReference<>();
        before(
                2,
                RacingWritersTest::writes,
                true,
                () -> foreign.set(destination.delete("a").orElseThrow()));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).containsExactly("one", MARKER, "two");
        assertThat(world.failures(result))
                .containsExactly(
                        foreignAbove(two, foreign.get(), destination.versions().get(0)));
    }

    @ParameterizedTest
    @EnumSource
    void aWriteOnTopOfTheLastAppendIsLeftAloneAndIsAConflictOfTheNextRun(Distance distance) {
        open(distance);
        put(source, "one");
        put(source, "two");
        world.destinationServer().faults().afterNth(2, RacingWritersTest::writes, () -> put(destination, "of its own"));
        ReplicationResult first = world.run(everything());
        assertThat(replicas()).containsExactly("one", "two", "of its own");
        assertThat(world.failures(first)).isEmpty();
        ReplicationResult second = world.run(everything());
        assertThat(replicas()).containsExactly("one", "two", "of its own");
        assertThat(world.failures(second))
                .containsExactly("a: HistoryConflict: Cannot copy key \"a\" to the bucket \"destination\": the"
                        + " destination has an entry of its own on top");
    }

    @ParameterizedTest
    @EnumSource
    void aCurrentObjectThatIsOverwrittenMeanwhileIsNamedAndComesWithTheNextRun(Distance distance) {
        open(distance);
        put(source, "one");
        before(1, RacingWritersTest::reads, false, () -> put(source, "two"));
        ReplicationResult first = world.run(current());
        assertThat(replicas()).isEmpty();
        assertThat(first.total().failed()).isEqualTo(Map.of("SrcChanged", 1L));
        assertThat(world.failures(first))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure).startsWith("a: SrcChanged: Cannot ").contains("PreconditionFailed"));
        world.run(current());
        assertThat(replicas()).containsExactly("two");
    }

    @ParameterizedTest
    @EnumSource
    void aCurrentObjectThatIsDeletedMeanwhileIsNamed(Distance distance) {
        open(distance);
        put(source, "one");
        before(1, RacingWritersTest::reads, false, () -> source.delete("a"));
        ReplicationResult first = world.run(current());
        assertThat(replicas()).isEmpty();
        assertThat(first.total().failed()).isEqualTo(Map.of("SrcObjectNotFound", 1L));
        assertThat(world.run(current()).total()).isEqualTo(CopyTotals.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenToAnUnversionedDestinationJustBeforeTheWriteIsNotWrittenOver(Distance distance) {
        open(distance);
        EmbeddedBucket plain = world.destinationServer().createBucket("plain");
        put(source, "one");
        before(
                1,
                request -> request.bucket().equals("plain")
                        && (request.operation().equals("PutObject")
                                || request.operation().equals("CopyObject")),
                true,
                () -> put(plain, "of its own"));
        ReplicationResult result = world.run(
                world.request(everything().replace(":::destination", ":::plain"), plain, ComparedVersions.CURRENT));
        assertThat(world.histories(plain)).isEqualTo(Map.of("a", List.of("of its own")));
        assertThat(result.total().failed()).isEqualTo(Map.of("DstChanged", 1L));
        assertThat(world.failures(result))
                .singleElement()
                .satisfies(failure -> assertThat(failure).startsWith("a: DstChanged: Cannot "));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenToAnUnversionedDestinationAfterTheComparisonIsNotWrittenOver(Distance distance) {
        open(distance);
        EmbeddedBucket plain = world.destinationServer().createBucket("plain");
        put(plain, "zero");
        ReplicationWorld.tick();
        put(source, "one");
        before(
                1,
                request -> request.bucket().equals("plain")
                        && request.parameter("prefix").equals(Optional.of("a")),
                true,
                () -> put(plain, "of its own"));
        ReplicationResult result = world.run(
                world.request(everything().replace(":::destination", ":::plain"), plain, ComparedVersions.CURRENT));
        assertThat(world.histories(plain)).isEqualTo(Map.of("a", List.of("of its own")));
        assertThat(world.failures(result))
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure).startsWith("a: DstChanged: Cannot write key \"a\" in bucket \"plain\""));
    }
}
