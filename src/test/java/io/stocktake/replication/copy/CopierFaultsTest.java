package io.stocktake.replication.copy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.embedded.s3.LoggedRequest;
import io.stocktake.embedded.s3.PutRequest;
import io.stocktake.replication.Difference;
import io.stocktake.replication.copy.Servers.Distance;
import io.stocktake.replication.report.TaskStatus;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers get lost, requests are refused: every version arrives, and none twice. */
class CopierFaultsTest {
    private Servers servers;

    @BeforeEach
    void start() {
        servers = new Servers();
    }

    @AfterEach
    void stop() {
        servers.close();
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatRefusesCutsAndLiesGetsEveryVersionOnce(Distance distance) {
        SplittableRandom random = new SplittableRandom(42);
        for (int key = 0; key < 60; key++) {
            for (int version = random.nextInt(1, 4); version > 0; version--) {
                byte[] content = new byte[random.nextInt(0, 2000)];
                random.nextBytes(content);
                servers.source.put(PutRequest.of("key-" + key, content).tag("n", "" + key));
            }
            if (random.nextInt(3) == 0) {
                servers.source.delete("key-" + key);
            }
        }
        for (int i = 0; i < 4; i++) {
            byte[] large = new byte[(10 << 20) + i];
            random.nextBytes(large);
            servers.source.put(PutRequest.of("parts-" + i, large).partSizes(5 << 20, (5 << 20) + i));
            servers.source.put("large-" + i, large);
        }
        try (CopyWorld world = servers.world(distance)) {
            List<Difference> differences = world.differences();
            for (EmbeddedS3 server : List.of(servers.near, servers.far)) {
                server.faults().slowDown(0.05, 1);
                server.faults().cutBefore(0.01, 2);
                server.faults().cutAfter(0.01, 3);
                server.faults().errorInBody(0.05, 4);
            }

            List<CopyResult> results = world.copy(world.copyTerms(), differences);

            servers.near.faults().clear();
            servers.far.faults().clear();
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.task().status())
                            .as(result.task().message())
                            .isEqualTo(TaskStatus.SUCCEEDED));
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
            assertThat(servers.destination(distance).openUploads()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ONE_STORE, CopyObject, plain",
        "ONE_STORE, CompleteMultipartUpload, parts",
        "ONE_STORE, DeleteObject, plain",
        "TWO_STORES, PutObject, plain",
        "TWO_STORES, CompleteMultipartUpload, parts",
        "TWO_STORES, DeleteObject, plain"
    })
    void aLostAnswerToWhatMakesAVersionMakesNoSecondOne(Distance distance, String operation, String key) {
        servers.source.put("plain", "one".getBytes(UTF_8));
        servers.source.delete("plain");
        servers.source.put("plain", "two".getBytes(UTF_8));
        servers.source.put(PutRequest.of("parts", new byte[6 << 20]).partSizes(5 << 20, 1 << 20));
        try (CopyWorld world = servers.world(distance)) {
            List<Difference> differences = world.differences(key::equals);
            AtomicInteger cuts = new AtomicInteger();
            Predicate<LoggedRequest> firstThree =
                    request -> request.operation().equals(operation) && cuts.incrementAndGet() <= 3;
            servers.server(distance).faults().cutAfter(firstThree);
            servers.server(distance).requests().clear();

            List<CopyResult> results = world.copy(world.copyTerms(), differences);

            assertThat(results).extracting(result -> result.task().status()).containsOnly(TaskStatus.SUCCEEDED);
            // Each request was sent once: its effect was found, and nothing sent again.
            long makers = differences.stream()
                    .filter(difference -> difference.version().isDeleteMarker() == operation.equals("DeleteObject"))
                    .count();
            assertThat(servers.server(distance).requests().count(operation)).isEqualTo(makers);
            assertThat(world.destinationSnapshots())
                    .isEqualTo(world.sourceSnapshots().stream()
                            .filter(snapshot -> snapshot.key().equals(key))
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"ONE_STORE, CopyObject", "TWO_STORES, PutObject", "TWO_STORES, DeleteObject"})
    void whatTookNoEffectIsSentAgain(Distance distance, String operation) {
        servers.source.put("key", "one".getBytes(UTF_8));
        servers.source.delete("key");
        try (CopyWorld world = servers.world(distance)) {
            servers.server(distance).faults().failNext(operation, 2, 500, "InternalError");
            AtomicInteger cuts = new AtomicInteger();
            servers.server(distance)
                    .faults()
                    .cutBefore(request -> request.operation().equals(operation) && cuts.incrementAndGet() == 1);

            List<CopyResult> results = world.copy();

            assertThat(results).extracting(result -> result.task().status()).containsOnly(TaskStatus.SUCCEEDED);
            assertThat(world.destinationSnapshots()).isEqualTo(world.sourceSnapshots());
        }
    }
}
