package io.stocktake.jobs;

import io.stocktake.inventory.delivery.DeliveredReport;
import io.stocktake.inventory.delivery.DeliveryMetrics;
import io.stocktake.listing.ListingMetrics;
import io.stocktake.run.RunCounts;
import io.stocktake.run.RunOutcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/**
 * Delivers the reports of several configurations, one after the other in one Spark application, says how far it has come,
 * and what came of each. One that fails does not keep the others from being delivered.
 */
final class InventoryRuns {
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal;
    private final RunRecording recording;
    private final List<Outcome> outcomes = new ArrayList<>();

    /** What came of one configuration: a report, or the failure. */
    record Outcome(
            InventoryPlan plan,
            Optional<DeliveredReport> report,
            Optional<Exception> failure,
            long requests,
            Duration elapsed) {}

    InventoryRuns(PrintWriter out, PrintWriter err, Terminal terminal, RunRecording recording) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.recording = recording;
    }

    /** Delivers them, prints the closing table, and returns what came of each. */
    List<Outcome> deliver(SparkSession spark, List<InventoryPlan> plans) {
        TaskCounts counts = new TaskCounts();
        TaskListener listener = new TaskListener(counts);
        spark.sparkContext().addSparkListener(listener);
        try {
            for (InventoryPlan plan : plans) {
                counts.reset();
                outcomes.add(deliver(spark, plan, counts));
            }
        } finally {
            spark.sparkContext().removeSparkListener(listener);
        }
        out.print(table());
        out.flush();
        return List.copyOf(outcomes);
    }

    /** Says on standard error why those that failed did, and returns the status for the process. */
    static int status(List<Outcome> outcomes, CommandLine commandLine) {
        ExitStatus status = ExitStatus.DONE;
        for (Outcome outcome : outcomes) {
            if (outcome.failure().isPresent()) {
                ExecutionErrors.tell(
                        "inventory " + outcome.plan().name(), outcome.failure().get(), commandLine);
                status = ExitStatus.FAILED;
            }
        }
        return status.code();
    }

    private Outcome deliver(SparkSession spark, InventoryPlan plan, TaskCounts counts) {
        Instant begun = Instant.now();
        ProgressRate rate = new ProgressRate();
        Optional<DeliveredReport> report = Optional.empty();
        Optional<Exception> failure = Optional.empty();
        try (ProgressReporter reporter =
                ProgressReporter.start(err, terminal, () -> progress(plan, counts, rate, begun))) {
            report = Optional.of(new InventoryJob(spark).deliver(plan));
        } catch (Exception failed) {
            // Spark, being Scala, throws checked exceptions that no signature names.
            failure = Optional.of(failed);
        }
        Outcome outcome = new Outcome(plan, report, failure, requests(counts), Duration.between(begun, Instant.now()));
        recording.inventory(plan, begun, ending(outcome, counts.total(ListingMetrics.RETRIES)));
        return outcome;
    }

    private static RunRecording.Ending ending(Outcome outcome, long retries) {
        if (outcome.failure().isPresent()) {
            return RunRecording.Ending.failed(
                    ExecutionErrors.sentence(
                            "inventory " + outcome.plan().name(),
                            outcome.failure().get()),
                    new RunCounts(0, 0, outcome.requests(), retries, Map.of()));
        }
        DeliveredReport report = outcome.report().orElseThrow();
        return new RunRecording.Ending(
                RunOutcome.SUCCEEDED,
                "Delivered a report of " + Quantity.of(report.rows(), "object") + ".",
                new RunCounts(report.rows(), report.bytes(), outcome.requests(), retries, Map.of()),
                Optional.of(location(report)));
    }

    private static String location(DeliveredReport report) {
        return "s3a://" + report.destination().alias() + "/" + report.manifest();
    }

    private static Progress progress(InventoryPlan plan, TaskCounts counts, ProgressRate rate, Instant begun) {
        Duration elapsed = Duration.between(begun, Instant.now());
        long objects = counts.total(ListingMetrics.OBJECTS);
        return new Progress(
                "inventory " + plan.name(),
                objects,
                rate.at(elapsed, objects),
                requests(counts),
                counts.total(ListingMetrics.RETRIES),
                elapsed);
    }

    private static long requests(TaskCounts counts) {
        return counts.total(ListingMetrics.PAGES)
                + counts.total(ListingMetrics.HEADS)
                + counts.total(ListingMetrics.ACLS)
                + counts.total(ListingMetrics.RETRIES)
                + counts.total(DeliveryMetrics.REQUESTS);
    }

    private TextTable table() {
        TextTable table = new TextTable(
                TextTable.text("configuration"),
                TextTable.number("objects"),
                TextTable.number("bytes"),
                TextTable.number("files"),
                TextTable.number("requests"),
                TextTable.number("seconds"),
                TextTable.text("manifest"));
        for (Outcome outcome : outcomes) {
            String requests = Quantity.count(outcome.requests());
            String seconds = Quantity.seconds(outcome.elapsed());
            outcome.report()
                    .ifPresentOrElse(
                            report -> table.row(
                                    outcome.plan().name(),
                                    Quantity.count(report.rows()),
                                    Quantity.count(report.bytes()),
                                    Quantity.count(report.files()),
                                    requests,
                                    seconds,
                                    location(report)),
                            () -> table.row(outcome.plan().name(), "-", "-", "-", requests, seconds, "failed"));
        }
        return table;
    }
}
