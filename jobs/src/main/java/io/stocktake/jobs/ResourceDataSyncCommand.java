package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.NamedSync;
import io.stocktake.config.stores.Stores;
import io.stocktake.sync.SyncForecast;
import io.stocktake.sync.run.ResourceDataSyncRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings the inventory of many buckets, and the records of runs, together in one bucket. */
@Command(
        name = "resource-data-sync",
        header = "Brings the inventory of many buckets, accounts and Regions together in one bucket.",
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh resource-data-sync --definitions DIRECTORY [--name NAME]... [--due]"
                + " [--dry-run]",
        description = {
            "%nA SyncToDestination brings the latest inventory report of every bucket in its reach, as one object a bucket"
                    + " of each type: Custom:S3Object has a record for each object version, Custom:S3Bucket one for the"
                    + " bucket. A SyncFromSource brings the records of runs as Custom:OpsData, and what somebody should"
                    + " look at as Custom:OpsItem. Athena, Hive and Spark read each type as one table, partitioned by"
                    + " account and Region: examples/sql.",
            "%nA bucket whose newest report was brought already is not read again; a capture is replaced as a whole. A"
                    + " store that does not answer fails its own buckets and no others. A run that was killed is simply"
                    + " run again. list-resource-data-sync shows how the last runs went."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh create-resource-data-sync --definitions definitions --sync-name all-buckets \\",
            "      --s3-destination BucketName=my-data,Prefix=synced,SyncFormat=JsonSerDe,Region=us-east-2",
            "      makes a sync; the bucket and its Region stand in stores.yaml",
            "  ./spark-submit.sh resource-data-sync --definitions definitions --dry-run",
            "      says which buckets have something new, and writes nothing",
            "  ./spark-submit.sh resource-data-sync --definitions definitions --name all-buckets",
            "      brings what is new for one sync",
            "  ./spark-submit.sh resource-data-sync --definitions definitions --due",
            "      runs the syncs that have something new; for cron, behind inventory --due",
            "",
            "Exit status: 0 everything is brought; 1 a sync failed; 2 bad command line or definitions, nothing started; 3"
                    + " finished, some buckets could not be brought: standard error says which and why."
        })
final class ResourceDataSyncCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionsOption definitions;

    @Option(names = "--name", paramLabel = "NAME", description = "Only the sync of this name; may be repeated.")
    private List<String> names = List.of();

    @Option(
            names = "--due",
            description = "Only syncs with something new: a bucket in reach has a newer report than the one that was"
                    + " brought, or newer run records.")
    private boolean due;

    @Option(
            names = "--dry-run",
            description = "Says which buckets have something new and where it would go, and writes nothing.")
    private boolean dryRun;

    @Option(
            names = "--stale-after",
            paramLabel = "SECONDS",
            description = "How long a run's record may stand still before the run is taken for dead and cleared: ten of"
                    + " its heartbeats, 50 seconds, unless it is given.")
    private Optional<Long> staleAfter = Optional.empty();

    private final Terminal terminal;

    ResourceDataSyncCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        DefinitionDirectory directory = definitions.openValid();
        List<SyncPlan> plans = plans(directory);
        PrintWriter out = spec.commandLine().getOut();
        if (plans.isEmpty()) {
            out.println("No resource data sync is defined.");
            return ExitStatus.DONE.code();
        }
        if (dryRun) {
            return new ResourceDataSyncForecasts(spec.commandLine()).tell(plans);
        }
        if (due) {
            plans = plans.stream().filter(ResourceDataSyncCommand::isDue).toList();
            if (plans.isEmpty()) {
                out.println("No sync is due.");
                return ExitStatus.DONE.code();
            }
        }
        try (SparkSession spark = JobSession.start("Stocktake resource data sync")) {
            List<ResourceDataSyncRuns.Outcome> outcomes =
                    new ResourceDataSyncRuns(out, spec.commandLine().getErr(), terminal).run(spark, plans);
            return ResourceDataSyncRuns.status(outcomes, spec.commandLine());
        }
    }

    private List<SyncPlan> plans(DefinitionDirectory directory) throws IOException {
        List<NamedSync> all = directory.resourceDataSyncs();
        for (String name : names) {
            if (all.stream().noneMatch(sync -> sync.sync().syncName().equals(name))) {
                throw CommandException.refused("Cannot run --name \"" + name + "\": no resource data sync in \""
                        + definitions.location() + "\" has it.");
            }
        }
        Stores stores = directory.stores();
        List<SyncPlan> plans = new ArrayList<>();
        for (NamedSync sync : all) {
            if (names.isEmpty() || names.contains(sync.sync().syncName())) {
                plans.add(new SyncPlan(sync.sync(), directory, stores, staleAfter.map(Duration::ofSeconds)));
            }
        }
        return plans;
    }

    /** What cannot be told is tried: the run then fails with the reason, and leaves it in the sync's state. */
    private static boolean isDue(SyncPlan plan) {
        try {
            SyncForecast forecast = ResourceDataSyncRun.forecast(plan.request(Instant.now()));
            return !forecast.due().isEmpty() || !forecast.failures().isEmpty();
        } catch (RuntimeException unknown) {
            return true;
        }
    }
}
