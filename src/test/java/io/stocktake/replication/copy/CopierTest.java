package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.embedded.s3.StoredVersion;
import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.replication.report.CompletedTask;
import io.stocktake.replication.report.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions arrive whole, in order, in one store and between two. */
class CopierTest {
    private Servers servers;
    private EmbeddedBucket source;

    @BeforeEach
    void start() {
        servers = new Servers();
        source = servers.source;
    }

    @AfterEach
    void stop() {
        servers.close();
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
        try (CopyWorld world = servers.world(distance)) {
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
        try (CopyWorld world = servers.world(distance)) {
            List<CopyResult> results = world.copy();

            assertThat(results).allSatisfy(result -> {
                assertThat(result.task().message()).isEmpty();
                assertThat(result.task().status()).isEqualTo(TaskStatus.SUCCEEDED);
            });
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
            assertThat(servers.destination(distance).openUploads()).isZero();
        }
    }

    @Test
    void betweenTwoStoresASmallObjectCostsAGetAPutAndAHead() {
        for (int i = 0; i < 20; i++) {
            source.put(PutRequest.of("key-" + i, new byte[i]).tag("t", "v"));
        }
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences();
            servers.near.requests().clear();
            servers.far.requests().clear();

            world.copy(world.copyTerms(), differences);

            // Each object has a tag, which is the one request more.
            assertThat(servers.near.requests().counts()).isEqualTo(Map.of("GetObject", 20L, "GetObjectTagging", 20L));
            assertThat(servers.far.requests().count("PutObject")).isEqualTo(20);
            assertThat(servers.far.requests().count("HeadObject")).isEqualTo(20);
        }
    }

    @Test
    void aLargeBodyIsReadOnceThoughItTravelsOverHttp() {
        source.put(PutRequest.ofSize("large", 5 << 20));
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences();
            try (Copier copier = Copier.open(world.copyTerms(), UploadJournal.none())) {
                copier.copy(differences.iterator()).forEachRemaining(result -> {});

                assertThat(copier.counts().bytesStreamed()).isEqualTo(5 << 20);
                assertThat(copier.counts().bytesCopiedByStore()).isZero();
                assertThat(copier.counts().retries()).isZero();
            }
        }
    }

    @Test
    void neighbouringKeysAreLookedAtInOnePage() {
        for (int i = 0; i < 256; i++) {
            source.put("key-%03d".formatted(i), new byte[1]);
        }
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<Difference> differences = world.differences();
            servers.far.requests().clear();

            world.copy(world.copyTerms(), differences);

            // Of each of four batches the first key and a page of the others, before and after; a slow neighbour may
            // divide what is looked at afterwards.
            assertThat(servers.far.requests().count("ListObjectVersions")).isBetween(16L, 64L);
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }

    @Test
    void keysThatLieFarApartAreLookedAtOneByOne() {
        for (int i = 0; i < 70; i++) {
            source.put("key-%03d".formatted(i), new byte[1]);
        }
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            for (int i = 0; i < 70; i++) {
                for (int j = 0; j < 40; j++) {
                    servers.far.bucket("destination").put("key-%03d/%d".formatted(i, j), new byte[0]);
                }
            }

            List<CopyResult> results = world.copy();

            assertThat(results).extracting(result -> result.task().status()).containsOnly(TaskStatus.SUCCEEDED);
            assertThat(servers.far.bucket("destination").versions()).hasSize(70 * 41);
        }
    }

    @Test
    void aHistoryOfThousandsOfVersionsIsAppendedInOrder() {
        for (int i = 0; i < 2100; i++) {
            source.put("key", Integer.toString(i).getBytes(UTF_8));
        }
        source.put("next", new byte[1]);
        try (CopyWorld world = servers.world(Distance.TWO_STORES)) {
            List<CopyResult> results = world.copy();

            assertThat(results).extracting(result -> result.task().message()).containsOnly("");
            assertThat(servers.far.bucket("destination").versions())
                    .extracting(StoredVersion::eTag)
                    .isEqualTo(
                            source.versions().stream().map(StoredVersion::eTag).toList());
        }
    }
}
