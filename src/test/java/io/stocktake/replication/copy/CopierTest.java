package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.EmbeddedS3.Account;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions arrive whole, in order, in one store and between two. */
class CopierTest {
    /** Where the destination is. */
    enum Distance {
        ONE_STORE,
        TWO_STORES
    }

    private EmbeddedS3 sourceServer;
    private EmbeddedS3 destinationServer;
    private EmbeddedBucket source;
    private EmbeddedBucket destination;

    @BeforeEach
    void start() {
        CopyWorld.signIn();
        sourceServer = EmbeddedS3.start();
        destinationServer = EmbeddedS3.builder()
                .account(Account.of("444455556666", "other", "other", "othersecret"))
                .start();
        source = sourceServer.createBucket("source").enableVersioning();
    }

    @AfterEach
    void stop() {
        destinationServer.close();
        sourceServer.close();
    }

    private CopyWorld world(Distance distance, String rules, ComparedVersions versions) {
        Store near = CopyWorld.store("near", sourceServer.endpoint(), "test");
        Store far = CopyWorld.store("far", destinationServer.endpoint(), "other");
        BucketLocation from = CopyWorld.bucket(near, "source");
        boolean isNear = distance == Distance.ONE_STORE;
        destination = (isNear ? sourceServer : destinationServer).createBucket("destination");
        if (versions == ComparedVersions.HISTORY) {
            destination.enableVersioning();
        }
        return new CopyWorld(from, CopyWorld.bucket(isNear ? near : far, "destination"), rules, versions);
    }

    @ParameterizedTest
    @EnumSource
    void historiesOfSmallObjectsAndDeleteMarkersArriveInOrder(Distance distance) {
        source.put(PutRequest.of("a/ü 😀+%25&", "one".getBytes(UTF_8))
                .header("Content-Type", "text/plain; charset=utf-8")
                .header("Cache-Control", "no-cache")
                .header("Content-Disposition", "attachment; filename=\"x.txt\"")
                .header("Content-Encoding", "identity")
                .header("Content-Language", "de")
                .header("Expires", "sometime in spring")
                .header("x-amz-website-redirect-location", "/b")
                .metadata("owner", "me & you")
                .tag("state", "a b+c/ü")
                .tag("empty", "")
                .storageClass("STANDARD_IA"));
        source.put("a/ü 😀+%25&", "two".getBytes(UTF_8));
        source.delete("a/ü 😀+%25&");
        source.put("empty", new byte[0]);
        try (CopyWorld world = world(distance, CopyWorld.rules(), ComparedVersions.HISTORY)) {
            List<CopyResult> results = world.copy();

            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
            assertThat(results).allSatisfy(result -> {
                assertThat(result.task().message()).isEmpty();
                assertThat(result.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
                assertThat(result.notes()).isEmpty();
            });
            assertThat(results).extracting(CopyResult::bytes).containsExactly(3L, 3L, 0L, 0L);
            assertThat(results.get(0).task())
                    .isEqualTo(new CompletedTask(
                            "source",
                            "a/ü 😀+%25&",
                            Optional.of(source.versions().get(2).versionId()),
                            TaskStatus.SUCCEEDED,
                            Optional.empty(),
                            OptionalInt.of(200),
                            ""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeObjectsArriveWithTheirETags(Distance distance) {
        byte[] content = new byte[(12 << 20) + 17];
        new SplittableRandom(7).nextBytes(content);
        source.put("plain", content);
        source.put(PutRequest.of("parts", content)
                .partSizes(5 << 20, 5 << 20, (2 << 20) + 17)
                .header("Content-Type", "video/mp4")
                .metadata("m", "v")
                .tag("t", "w"));
        source.put(PutRequest.of("uneven", content).partSizes(5 << 20, 6 << 20, (1 << 20) + 17));
        source.put(PutRequest.of("small of one part", "x".getBytes(UTF_8)).partSizes(1));
        try (CopyWorld world = world(distance, CopyWorld.rules(), ComparedVersions.HISTORY)) {
            List<CopyResult> results = world.copy();

            assertThat(results).allSatisfy(result -> {
                assertThat(result.task().message()).isEmpty();
                assertThat(result.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
            });
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
            assertThat(destination.openUploads()).isZero();
        }
    }
}
