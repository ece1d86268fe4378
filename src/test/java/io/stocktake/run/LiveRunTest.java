package io.stocktake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.config.stores.Store;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.s3.DestinationBucket;
import io.stocktake.s3.RequestedEncryption;
import io.stocktake.s3.WriteTerms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveRunTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant STARTED = Instant.parse("2026-11-21T22:29:24Z");

    private EmbeddedS3 server;
    private EmbeddedBucket bucket;
    private DestinationBucket destination;
    private RunRecords records;
    private int buckets;

    @BeforeAll
    void start() {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "testsecret");
        server = EmbeddedS3.start();
    }

    @BeforeEach
    void open() {
        String name = "runs-" + ++buckets;
        bucket = server.createBucket(name);
        Store store = Store.fromOptions(
                Map.of("name", "minerva", "endpoint", server.endpoint().toString()));
        destination = DestinationBucket.open(new WriteTerms(
                new BucketLocation(store, name, name),
                Optional.empty(),
                RequestedEncryption.none(),
                Optional.empty(),
                Map.of()));
        records = new RunRecords(destination, "data/all/runs/");
    }

    @AfterEach
    void close() {
        server.faults().clear();
        destination.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private LiveRun begin(RunId run, Duration heartbeat) {
        return new Claims(records, claim -> true).begin(run, claims(), STARTED, heartbeat);
    }

    private static Iterator<String> claims() {
        return Stream.iterate(1, number -> number + 1)
                .map(number -> "claim-" + number)
                .iterator();
    }

    @Test
    void aRunLeavesNothingWhenItEnds() {
        try (LiveRun run = begin(RunId.random(), HOUR)) {
            assertThat(run.claim()).isEqualTo("claim-1");
            assertThat(records.runs()).containsExactly(run.run());
            run.end();
        }
        assertThat(bucket.versions()).isEmpty();
    }

    @Test
    void aClaimThatWasUsedBeforeIsPassedOver() {
        Claims claims = new Claims(records, claim -> claim.equals("claim-3"));

        try (LiveRun run = claims.begin(RunId.random(), claims(), STARTED, HOUR)) {
            assertThat(run.claim()).isEqualTo("claim-3");
        }
    }

    @Test
    void aClaimThatAnotherRunHoldsIsPassedOverWhateverItsName() {
        try (LiveRun first = begin(new RunId("ffffffffffff"), HOUR);
                LiveRun second = begin(new RunId("000000000000"), HOUR)) {
            assertThat(first.claim()).isEqualTo("claim-1");
            assertThat(second.claim()).isEqualTo("claim-2");
        }
    }

    @Test
    void runsThatBeginTogetherGetDifferentClaims() throws Exception {
        for (int round = 0; round < 5; round++) {
            List<LiveRun> runs = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(6);
            try {
                List<Callable<LiveRun>> beginnings = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    beginnings.add(() -> begin(RunId.random(), HOUR));
                }
                for (Future<LiveRun> run : threads.invokeAll(beginnings, 60, TimeUnit.SECONDS)) {
                    runs.add(run.get());
                }
            } finally {
                threads.shutdown();
            }
            TreeSet<String> claims =
                    new TreeSet<>(runs.stream().map(LiveRun::claim).toList());
            assertThat(claims).hasSize(6);
            runs.forEach(LiveRun::end);
        }
        assertThat(bucket.versions()).isEmpty();
    }

    @Test
    void aRunThatBeatsIsNotCleared() {
        List<RunId> cleared = new ArrayList<>();
        try (LiveRun run = begin(RunId.random(), Duration.ofMillis(20))) {
            new DeadRuns(records, Optional.of(Duration.ofSeconds(30))).clear(dead -> cleared.add(dead.run()));

            assertThat(cleared).isEmpty();
            assertThat(records.runs()).containsExactly(run.run());
            run.requireAlive();
        }
    }

    @Test
    void aRunWhoseHeartStoppedIsClearedWithItsRecord() {
        List<String> cleared = new ArrayList<>();
        begin(RunId.random(), Duration.ofMillis(100)).close();

        new DeadRuns(records, Optional.empty()).clear(dead -> cleared.add(dead.claim()));

        assertThat(cleared).containsExactly("claim-1");
        assertThat(bucket.versions()).isEmpty();
    }

    @Test
    void aRunThatWasClearedMustNotFinish() {
        try (LiveRun run = begin(new RunId("0123456789ab"), HOUR)) {
            new DeadRuns(records, Optional.of(Duration.ofMillis(1))).clear(dead -> {});

            assertThatThrownBy(run::requireAlive)
                    .hasMessage("Cannot finish the run 0123456789ab: its record \"data/all/runs/0123456789ab.json\" was"
                            + " not renewed for 36000 seconds, and another run may have cleared it as dead. Run it"
                            + " again, with a longer heartbeat if this process pauses for so long.");
        }
        assertThat(bucket.versions()).isEmpty();
    }

    @Test
    void aRunThatIsBeingClearedMustNotFinish() {
        try (LiveRun run = begin(RunId.random(), HOUR)) {
            assertThatThrownBy(() -> new DeadRuns(records, Optional.of(Duration.ofMillis(1))).clear(dead -> {
                        assertThatThrownBy(run::requireAlive).isInstanceOf(RunException.class);
                        throw new IllegalStateException("killed while clearing");
                    }))
                    .hasMessage("killed while clearing");
            assertThat(records.runs()).containsExactly(run.run());
        }
    }

    @Test
    void aBeatThatTheStoreRefusesIsMadeUpForByTheNext() throws InterruptedException {
        try (LiveRun run = begin(RunId.random(), Duration.ofMillis(50))) {
            server.faults().failNext("PutObject", 2, 403, "AccessDenied");
            long beats = records.read(run.run()).orElseThrow().record().beats();
            for (int waits = 0;
                    waits < 500
                            && records.read(run.run()).orElseThrow().record().beats() <= beats;
                    waits++) {
                Thread.sleep(20);
            }
            assertThat(records.read(run.run()).orElseThrow().record().beats()).isGreaterThan(beats);
            run.end();
        }
    }

    @Test
    void whatIsNoRecordIsNamed() {
        bucket.put("data/all/runs/0123456789ab.json", "{}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new DeadRuns(records, Optional.empty()).clear(dead -> {}))
                .hasMessageStartingWith("Cannot read the run record \"data/all/runs/0123456789ab.json\": ")
                .hasMessageEndingWith(". If no run is at work there, delete it.");
    }
}
