package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Kills a process that delivers, before one of its requests takes effect or after, and runs the delivery again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledDeliveryTest {
    private static final long SEED = 20261121;
    private static final int KILLS = 20;
    private static final String FIRST_FOLDER = "2026-11-21T22-29Z";

    private EmbeddedS3 server;

    @BeforeAll
    void start() {
        Destination.signIn();
        server = EmbeddedS3.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aRunAfterAKillAtAnyMomentLeavesCompleteReportsAndNothingElse() throws Exception {
        int requests = requestsOfAWholeDelivery();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            // Spread over the whole delivery, whatever the dice say.
            int at = 1 + (kill * requests + random.nextInt(requests)) / KILLS;
            killAndRunAgain(kill, Math.min(at, requests), random.nextBoolean());
        }
    }

    private int requestsOfAWholeDelivery() throws Exception {
        EmbeddedBucket bucket = server.createBucket("whole");
        server.requests().clear();
        Process process = start(bucket);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        new Destination(server, bucket).requireNothingButCompleteReports();
        return (int) server.requests().count();
    }

    private void killAndRunAgain(int kill, int at, boolean takesEffect) throws Exception {
        String point = "seed " + SEED + ", kill " + kill + " at request " + at + ", which "
                + (takesEffect ? "takes effect" : "does not take effect");
        EmbeddedBucket bucket = server.createBucket("killed-" + kill);
        if (kill % 2 == 1) {
            bucket.enableVersioning();
        }
        Destination destination = new Destination(server, bucket);
        server.requests().clear();
        AtomicInteger count = new AtomicInteger();
        AtomicReference<Process> process = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        server.faults().beforeRequest(request -> count.incrementAndGet() == at, () -> {
            await(started);
            process.get().destroyForcibly().onExit().join();
        });
        server.faults().denied(request -> count.get() >= at && !takesEffect);
        process.set(start(bucket));
        started.countDown();
        assertThat(process.get().waitFor(60, TimeUnit.SECONDS)).as(point).isTrue();
        assertThat(process.get().exitValue()).as(point).isEqualTo(128 + 9);
        awaitRequest(at);
        server.faults().clear();
        boolean wasComplete = !destination.completeReports().isEmpty();

        runAgain(destination);

        assertThat(destination.completeReports()).as(point).hasSize(wasComplete ? 2 : 1);
        assertThat(destination.completeReports().get(0)).as(point).isEqualTo(FIRST_FOLDER);
        try {
            destination.requireNothingButCompleteReports();
        } catch (AssertionError failure) {
            throw new AssertionError(point + ": " + failure.getMessage(), failure);
        }
        if (kill % 2 == 1) {
            assertThat(bucket.versions()).as(point).isEqualTo(bucket.objects());
        }
    }

    private static void runAgain(Destination destination) {
        PlainDelivery.deliver(
                destination
                        .delivery(ReportFormat.CSV)
                        .withHeartbeat(InventoryDelivery.HEARTBEAT, Optional.of(Duration.ofMillis(1))),
                List.of(Rows.numbered(0, 7), Rows.numbered(7, 20)));
    }

    private Process start(EmbeddedBucket bucket) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        PlainDelivery.class.getName(),
                        server.endpoint().toString(),
                        bucket.name())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The request at which the process was killed is served to its end all the same. */
    private void awaitRequest(int at) throws InterruptedException {
        for (int waits = 0; server.requests().count() < at && waits < 1_000; waits++) {
            Thread.sleep(10);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
