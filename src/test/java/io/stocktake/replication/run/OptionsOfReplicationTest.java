package io.stocktake.replication.run;

import static io.stocktake.replication.run.ReplicationWorld.everything;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.BucketImage;
import io.stocktake.replication.diff.ComparedProperty;
import io.stocktake.replication.diff.DiffRequest;
import io.stocktake.replication.diff.OnConflict;
import io.stocktake.replication.manifest.ManifestFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.Tag;

/** What a run does about histories that part, about what has drifted, and about a part of the versions. */
class OptionsOfReplicationTest {
    private static final String ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers READ";

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

    private static PutRequest object(String key, String content) {
        return PutRequest.of(key, content.getBytes(UTF_8));
    }

    private ReplicationResult run(UnaryOperator<DiffRequest> options) {
        ReplicationRequest request = world.request(everything());
        return world.run(request.with(options.apply(request.diff())));
    }

    private Map<String, List<String>> replicas() {
        return world.histories(destination);
    }

    private static CopyTotals copied(long versions, long bytes) {
        return new CopyTotals(versions, bytes, 0, Map.of(), Map.of(), Map.of());
    }

    @Test
    void versionsThatHaveExpiredAtTheSourceStayAtTheDestinationAndAreNoConflict() {
        StoredVersion a = source.put(object("a", "A"));
        StoredVersion b = source.put(object("a", "B"));
        source.put(object("a", "C"));
        world.run(everything());
        source.delete("a", a.versionId());
        source.delete("a", b.versionId());
        source.put(object("a", "D"));
        ReplicationResult result = world.run(everything());
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("A", "B", "C", "D")));
        assertThat(result.totals()).isEqualTo(Map.of("everything", copied(1, 1)));
    }

    @Test
    void aConflictIsLeftAloneUnlessTheLatestVersionIsToBeCopied() {
        StoredVersion one = source.put(object("a", "one"));
        StoredVersion two = source.put(object("a", "two"));
        ReplicationWorld.tick();
        destination.put(object("a", "of its own"));
        ReplicationResult left = world.run(everything());
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("of its own")));
        String why =
                "a: HistoryConflict: Cannot copy key \"a\" to the bucket \"destination\": the destination has other"
                        + " entries, and they are not older";
        assertThat(world.failures(left)).containsExactly(why, why);

        ReplicationResult copied = run(diff -> diff.with(OnConflict.COPY_LATEST));
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("of its own", "two")));
        assertThat(world.rows(copied))
                .extracting(row ->
                        row.versionId().orElseThrow() + " " + row.errorCode().orElse("copied"))
                .containsExactlyInAnyOrder(one.versionId() + " NotInsertable", two.versionId() + " copied");
    }

    @Test
    void tagsLocksAndGrantsThatHaveDriftedAreRepairedInPlace() throws Exception {
        source.enableObjectLock();
        destination.enableObjectLock();
        for (String key : List.of("acl", "lock", "same", "tags")) {
            source.put(object(key, key).tag("state", "draft"));
        }
        world.run(everything());
        List<String> ids = ReplicationWorld.ids(destination);
        world.client()
                .putObjectTagging(request -> request.bucket("source")
                        .key("tags")
                        .tagging(tags -> tags.tagSet(
                                Tag.builder().key("state").value("final").build())));
        world.client()
                .putObjectLegalHold(request -> request.bucket("source")
                        .key("lock")
                        .legalHold(hold -> hold.status(ObjectLockLegalHoldStatus.ON)));
        world.client()
                .putObjectAcl(request -> request.bucket("source").key("acl").acl("public-read"));
        assertThat(world.run(everything()).total()).as("without --compare").isEqualTo(CopyTotals.NONE);

        ReplicationResult result = run(diff -> diff.comparing(Set.of(ComparedProperty.values())));
        assertThat(result.totals())
                .isEqualTo(Map.of("everything", new CopyTotals(0, 0, 3, Map.of(), Map.of(), Map.of())));
        assertThat(ReplicationWorld.ids(destination)).isEqualTo(ids);
        assertThat(grants("destination", "acl")).contains(ALL_USERS).isEqualTo(grants("source", "acl"));
        assertThat(BucketImage.of(world.client(), "destination", BucketImage.ETags.WHOLE))
                .isEqualTo(BucketImage.of(world.client(), "source", BucketImage.ETags.WHOLE));
        assertThat(run(diff -> diff.comparing(Set.of(ComparedProperty.values())))
                        .total())
                .isEqualTo(CopyTotals.NONE);
    }

    @Test
    void onlyWhatWasMadeAfterAnInstantIsCopiedIfThatIsAskedFor() {
        Instant border = Instant.parse("2026-01-01T00:00:00Z");
        source.put(object("a", "old").lastModified(border.minusSeconds(1)));
        source.put(object("a", "new").lastModified(border.plusSeconds(1)));
        source.put(object("b", "old").lastModified(border));
        ReplicationResult result = run(diff -> diff.with(ManifestFilter.none().withCreated(border, Instant.MAX)));
        assertThat(replicas()).isEqualTo(Map.of("a", List.of("new")));
        assertThat(result.totals()).isEqualTo(Map.of("everything", copied(1, 3)));
    }

    private Set<String> grants(String bucket, String key) {
        return world.client().getObjectAcl(request -> request.bucket(bucket).key(key)).grants().stream()
                .map(grant -> (grant.grantee().id() == null
                                ? grant.grantee().uri()
                                : grant.grantee().id())
                        + " " + grant.permissionAsString())
                .collect(Collectors.toSet());
    }
}
