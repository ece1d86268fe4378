package io.stocktake.inventory.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.stocktake.config.inventory.ReportFormat;
import io.stocktake.embedded.s3.EmbeddedBucket;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.run.RunId;
import io.stocktake.s3.DestinationBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryRunTest {
    private static final List<List<Row>> TASKS = List.of(Rows.numbered(0, 3), List.of(), Rows.numbered(3, 6));

    private EmbeddedS3 server;
    private int buckets;

    @BeforeAll
    void start() {
        Destination.signIn();
        server = EmbeddedS3.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private EmbeddedBucket bucket() {
        return server.createBucket("runs-" + ++buckets);
    }

    @Test
    void aTaskWithoutRowsStagesNothing() throws Exception {
        Destination destination = new Destination(server, bucket());
        server.requests().clear();

        PlainDelivery.deliver(destination.delivery(ReportFormat.CSV), TASKS);

        assertThat(server.requests().count("CreateMultipartUpload")).isEqualTo(2);
        destination.requireNothingButCompleteReports();
    }

    @Test
    void runsThatDeliverTogetherGiveAReportEach() throws Exception {
        Destination destination = new Destination(server, bucket());
        List<Callable<Void>> deliveries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deliveries.add(() -> {
                PlainDelivery.deliver(
                        destination
                                .delivery(ReportFormat.CSV)
                                .withHeartbeat(Duration.ofMillis(50), Optional.of(Duration.ofSeconds(60))),
                        TASKS);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> delivery : threads.invokeAll(deliveries, 120, TimeUnit.SECONDS)) {
                delivery.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(destination.completeReports()).hasSize(4);
        destination.requireNothingButCompleteReports();
    }

    @Test
    void uploadsOfRunsThatHaveEndedAreAborted() throws Exception {
        EmbeddedBucket bucket = bucket();
        Destination destination = new Destination(server, bucket);
        InventoryDelivery delivery = destination.delivery(ReportFormat.CSV);
        String leftByATaskThatOutlivedItsRun =
                delivery.location().dataFile(RunId.random().newFile().toString(), ReportFormat.CSV);
        String another = delivery.location().data() + "by-hand.csv";
        try (DestinationBucket open = Terms.open(delivery)) {
            open.uploads().create(leftByATaskThatOutlivedItsRun, "text/csv");
            String uploadId = open.uploads().create(another, "text/csv");

            PlainDelivery.deliver(delivery, TASKS);

            List<String> uploads = new ArrayList<>();
            open.uploads().forEach(delivery.location().data(), (key, id) -> uploads.add(key));
            assertThat(uploads).containsExactly(another);
            open.uploads().abort(another, uploadId);
        }
        destination.requireNothingButCompleteReports();
    }

    @Test
    void aReportInTheFolderOfADeadRunIsNotTouched() throws Exception {
        Destination destination = new Destination(server, bucket());
        InventoryDelivery delivery = destination.delivery(ReportFormat.CSV);
        PlainDelivery.deliver(delivery, TASKS);
        // A run that was killed while it claimed the folder of the report.
        String record = """
                {"run": "00000000000a", "claim": "2026-11-21T22-29Z", "state": "CLAIMING",
                 "started": "2026-11-21T22:29:24Z", "heartbeat": "PT5S", "beats": 0, "process": "host:1"}""";
        try (DestinationBucket open = Terms.open(delivery)) {
            open.put(delivery.location().root() + "runs/00000000000a.json", record, "application/json");
        }

        PlainDelivery.deliver(
                destination
                        .delivery(ReportFormat.CSV)
                        .withHeartbeat(InventoryDelivery.HEARTBEAT, Optional.of(Duration.ofMillis(1))),
                TASKS);

        assertThat(destination.completeReports()).containsExactly("2026-11-21T22-29Z", "2026-11-21T22-30Z");
        destination.requireNothingButCompleteReports();
    }
}
