package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.inventory.InventorySchedule;
import io.stocktake.config.stores.Stores;
import io.stocktake.inventory.delivery.EarlierReport;
import io.stocktake.s3.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Delivers inventory reports. */
@Command(
        name = "inventory",
        header = "Delivers the reports of inventory configurations.",
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh inventory --definitions DIRECTORY [--bucket BUCKET]... [--id ID]... [--due]"
                + " [--dry-run]",
        description = "%nWithout --bucket and --id every enabled configuration is delivered, one after the other in one"
                + " Spark application; one that fails does not keep the others from being delivered.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh inventory --definitions definitions --dry-run",
            "      says what would be delivered, and how many requests it would take",
            "  ./spark-submit.sh inventory --definitions definitions --bucket photos --id everything",
            "      delivers one report now, whatever its schedule says",
            "  ./spark-submit.sh inventory --definitions definitions --due",
            "      delivers what the schedules ask for: Daily once a UTC day, Weekly once from Sunday to Saturday"
        })
final class InventoryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionsOption definitions;

    @Option(
            names = "--bucket",
            paramLabel = "BUCKET",
            description = "Only configurations of this source bucket; may be repeated.")
    private List<String> buckets = List.of();

    @Option(names = "--id", paramLabel = "ID", description = "Only configurations of this Id; may be repeated.")
    private List<String> ids = List.of();

    @Option(
            names = "--due",
            description = "Only configurations that their schedule makes due, by the newest complete report in the"
                    + " destination.")
    private boolean due;

    @Option(
            names = "--time",
            paramLabel = "INSTANT",
            description = "The instant for --due, such as 2026-11-06T21:32:00Z; now, unless it is given.")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--dry-run",
            description =
                    "Says what would run and how many requests it would take, and starts nothing. Where no earlier"
                            + " report tells how many objects there are, it is estimated by probes: listing requests, 1 to"
                            + " 4 % of those that a run takes, of a small bucket up to 15 %.")
    private boolean dryRun;

    @Option(
            names = "--stale-after",
            paramLabel = "SECONDS",
            description = "How long a run's record may stand still before the run is taken for dead and cleared: ten of"
                    + " its heartbeats, 50 seconds, unless it is given.")
    private Optional<Long> staleAfter = Optional.empty();

    private final Terminal terminal;

    InventoryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Instant now = now();
        DefinitionDirectory directory = definitions.openValid();
        List<InventoryPlan> plans = plans(directory);
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            out.print(forecast(plans, now));
            return ExitStatus.DONE.code();
        }
        if (due) {
            plans = plans.stream().filter(plan -> isDue(plan, now)).toList();
        }
        if (plans.isEmpty()) {
            out.println(due ? "No report is due." : "No configuration is enabled.");
            return ExitStatus.DONE.code();
        }
        try (SparkSession spark =
                JobSession.start("Stocktake inventory", plans.get(0).request())) {
            PrintWriter err = spec.commandLine().getErr();
            List<InventoryRuns.Outcome> outcomes = new InventoryRuns(
                            out, err, terminal, RunRecording.of(directory.stores(), err))
                    .deliver(spark, plans);
            return InventoryRuns.status(outcomes, spec.commandLine());
        }
    }

    private Instant now() {
        if (time.isEmpty()) {
            return Instant.now();
        }
        try {
            return Instant.parse(time.get());
        } catch (DateTimeParseException invalid) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--time: \"" + time.get() + "\" is not an instant such as 2026-11-06T21:32:00Z",
                    invalid);
        }
    }

    private List<InventoryPlan> plans(DefinitionDirectory directory) throws IOException {
        List<BucketInventory> all = directory.inventories();
        refuseUnknown("--bucket", buckets, all, BucketInventory::bucket);
        refuseUnknown("--id", ids, all, inventory -> inventory.configuration().id());
        Stores stores = directory.stores();
        List<InventoryPlan> plans = new ArrayList<>();
        for (BucketInventory inventory : all) {
            boolean isWanted = (buckets.isEmpty() || buckets.contains(inventory.bucket()))
                    && (ids.isEmpty() || ids.contains(inventory.configuration().id()));
            if (isWanted && inventory.configuration().isEnabled()) {
                plans.add(InventoryPlan.of(inventory, stores, staleAfter.map(Duration::ofSeconds)));
            } else if (isWanted && !(buckets.isEmpty() && ids.isEmpty())) {
                spec.commandLine()
                        .getErr()
                        .println("Passing over " + inventory.bucket() + "/"
                                + inventory.configuration().id() + ": it is disabled.");
            }
        }
        return plans;
    }

    private void refuseUnknown(
            String option, List<String> wanted, List<BucketInventory> all, Function<BucketInventory, String> name) {
        for (String value : wanted) {
            if (all.stream().map(name).noneMatch(value::equals)) {
                throw CommandException.refused("Cannot deliver a report for " + option + " \"" + value
                        + "\": no inventory configuration in \"" + definitions.location() + "\" has it.");
            }
        }
    }

    /** What cannot be told is tried: its delivery then fails with the reason, and the others' do not. */
    private static boolean isDue(InventoryPlan plan, Instant now) {
        try {
            return InventorySchedule.isDue(
                    plan.inventory().configuration(),
                    EarlierReport.newest(plan.delivery()).map(EarlierReport::minute),
                    now);
        } catch (StoreException unknown) {
            return true;
        }
    }

    private TextTable forecast(List<InventoryPlan> plans, Instant now) {
        TextTable table = new TextTable(
                TextTable.text("configuration"),
                TextTable.text("due"),
                TextTable.text("last report"),
                TextTable.number("objects"),
                TextTable.text("each object costs"),
                TextTable.number("ranges"),
                TextTable.number("probes"),
                TextTable.number("requests"),
                TextTable.text("destination"));
        for (InventoryPlan plan : plans) {
            Optional<EarlierReport> newest = EarlierReport.newest(plan.delivery());
            boolean isDue =
                    InventorySchedule.isDue(plan.inventory().configuration(), newest.map(EarlierReport::minute), now);
            if (due && !isDue) {
                continue;
            }
            InventoryForecast forecast = InventoryForecast.of(plan, newest);
            table.row(
                    plan.name(),
                    isDue ? "yes" : "no",
                    newest.map(report -> report.minute().toString()).orElse("none"),
                    forecast.objects(),
                    plan.costs(),
                    Quantity.count(forecast.ranges()),
                    Quantity.count(forecast.probes()),
                    Quantity.count(forecast.requests()),
                    "s3a://" + plan.delivery().destination().alias() + "/"
                            + plan.delivery().location().root());
        }
        return table;
    }
}
