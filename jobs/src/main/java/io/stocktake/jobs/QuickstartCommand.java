package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.directory.LocalDefinitionFiles;
import io.stocktake.config.stores.Stores;
import io.stocktake.embedded.s3.EmbeddedS3;
import io.stocktake.inventory.delivery.DeliveredReport;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.report.DeliveredCompletionReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what Stocktake does, on buckets made for it and with nothing but this process. */
@Command(
        name = "quickstart",
        header =
                "Delivers reports of buckets made for it, replicates one and syncs all, on this machine alone, and shows it.",
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh quickstart [--directory DIRECTORY] [--keep-running]",
        description = {
            "%nStarts an S3 server in this process, fills a bucket with more than 10,000 object versions of every kind"
                    + " and a smaller one with null versions, writes inventory configurations for them in JSON, YAML and"
                    + " XML, delivers their reports in CSV, ORC and Parquet, and shows what is in them. Then it replicates a"
                    + " bucket of documents by rules with tags and delete markers, and shows both buckets before and after."
                    + " At last it brings the reports of buckets in two accounts and three Regions together, and asks one"
                    + " question of all of them.",
            "%nThe server holds everything in memory, answers on this machine alone and asks for no key. The"
                    + " definitions and a copy of what was delivered stay in the directory."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh quickstart",
            "      takes about a minute",
            "  ./spark-submit.sh quickstart --keep-running",
            "      leaves the server up, for the AWS CLI and for jobs of your own"
        })
final class QuickstartCommand implements Callable<Integer> {
    private static final String SHOWN = "everything";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--directory",
            paramLabel = "DIRECTORY",
            defaultValue = "stocktake-quickstart",
            description = "Where the definitions and the copy of the reports go: a new directory, or that of an earlier"
                    + " quickstart, which is replaced; stocktake-quickstart, unless it is given.")
    private Path location;

    @Option(names = "--keep-running", description = "Leaves the server up until Ctrl-C, and says how to reach it.")
    private boolean keepRunning;

    private final Terminal terminal;

    QuickstartCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        refuseClusters();
        QuickstartDirectory directory = QuickstartDirectory.replace(location);
        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedS3 server = QuickstartBuckets.serve()) {
            out.printf("%s%n", served(server));
            DefinitionDirectory definitions =
                    new DefinitionDirectory(new LocalDefinitionFiles(directory.writeDefinitions(server.endpoint())));
            List<InventoryPlan> plans = plans(definitions);
            out.printf(
                    "Delivering the %s that the definitions in %s ask for.%n%n",
                    Quantity.of(plans.size(), "report"), directory.definitions());
            out.flush();
            List<InventoryRuns.Outcome> outcomes = new ArrayList<>();
            QuickstartReplication replication =
                    new QuickstartReplication(server, definitions.stores(), spec.commandLine(), terminal);
            QuickstartSync sync = new QuickstartSync(
                    directory, definitions, server.bucket(QuickstartBuckets.SYNCED), spec.commandLine(), terminal);
            try (SparkSession spark = session()) {
                PrintWriter err = spec.commandLine().getErr();
                RunRecording recording = RunRecording.of(definitions.stores(), err);
                outcomes.addAll(new InventoryRuns(out, err, terminal, recording).deliver(spark, plans));
                directory.copy(server.bucket(QuickstartBuckets.REPORTS));
                outcomes.stream()
                        .filter(outcome ->
                                outcome.plan().inventory().configuration().id().equals(SHOWN))
                        .flatMap(outcome -> outcome.report().stream())
                        .forEach(report -> show(report, directory, spark));
                replication.show(spark, replications(definitions));
                directory.copy(server.bucket(QuickstartBuckets.REPORTS));
                sync.show(spark);
            }
            int status = Math.max(InventoryRuns.status(outcomes, spec.commandLine()), replication.status());
            status = Math.max(status, sync.status());
            if (status == ExitStatus.DONE.code()) {
                out.print(whatIsLeft(outcomes, replication.reports(), sync.captures(), directory));
                if (keepRunning) {
                    keepRunning(server, directory);
                }
            }
            return status;
        }
    }

    /** The server answers on loopback: on another machine there is nobody. */
    private static void refuseClusters() {
        SparkConf configuration = new SparkConf();
        String master = configuration.get("spark.remote", configuration.get("spark.master", "local[*]"));
        if (!master.equals("local") && !master.startsWith("local[")) {
            throw CommandException.refused("Cannot run the quickstart on \"" + master
                    + "\": its S3 server answers on this machine alone; leave the master away, or name \"local[*]\".");
        }
    }

    private static SparkSession session() {
        // A page in the browser for so short a run is not worth a warning where another application has its port.
        return JobSession.start("Stocktake quickstart", Map.of("spark.ui.enabled", "false"));
    }

    private static String served(EmbeddedS3 server) {
        return "Serving S3 at %s, with the buckets %s (%s), %s (%s) and %s (%s)."
                .formatted(
                        server.endpoint(),
                        QuickstartBuckets.PHOTOS,
                        versions(server, QuickstartBuckets.PHOTOS),
                        QuickstartBuckets.ARCHIVE,
                        versions(server, QuickstartBuckets.ARCHIVE),
                        QuickstartBuckets.RECORDINGS,
                        versions(server, QuickstartBuckets.RECORDINGS));
    }

    private static String versions(EmbeddedS3 server, String bucket) {
        return Quantity.of(server.bucket(bucket).versions().size(), "object version");
    }

    private static List<InventoryPlan> plans(DefinitionDirectory directory) throws IOException {
        Stores stores = directory.stores();
        List<InventoryPlan> plans = new ArrayList<>();
        for (BucketInventory inventory : directory.inventories()) {
            plans.add(InventoryPlan.of(inventory, stores, Optional.empty()));
        }
        return plans;
    }

    private static List<ReplicationPlan> replications(DefinitionDirectory directory) throws IOException {
        Stores stores = directory.stores();
        List<ReplicationPlan> plans = new ArrayList<>();
        for (BucketReplication replication : directory.replications()) {
            plans.addAll(ReplicationPlan.of(replication, stores, ComparedVersions.HISTORY));
        }
        return plans;
    }

    private void show(DeliveredReport report, QuickstartDirectory directory, SparkSession spark) {
        PrintWriter out = spec.commandLine().getOut();
        Path folder = directory
                .file(report.destination().alias(), report.manifest())
                .getParent()
                .getParent();
        out.printf("%nspark.read.format(\"s3-inventory\").load(\"%s\") says%n%n", folder);
        new QuickstartTour(spark, out).show(folder);
        out.flush();
    }

    private static String whatIsLeft(
            List<InventoryRuns.Outcome> outcomes,
            List<DeliveredCompletionReport> completions,
            List<String> captures,
            QuickstartDirectory directory) {
        StringBuilder text = new StringBuilder("\nThe reports, as they were delivered:\n\n");
        outcomes.stream()
                .flatMap(outcome -> outcome.report().stream())
                .forEach(report -> text.append("  ")
                        .append(directory.file(report.destination().alias(), report.manifest()))
                        .append('\n'));
        completions.forEach(report -> text.append("  ")
                .append(directory.file(report.bucket().alias(), report.manifest()))
                .append('\n'));
        text.append("\nThe captures of the sync:\n\n");
        captures.forEach(key -> text.append("  ")
                .append(directory.file(QuickstartBuckets.SYNCED, key))
                .append('\n'));
        return text.append("""

                Next:

                  zcat %s/*.csv.gz | head -3
                  ./spark-submit.sh list-bucket-inventory-configurations --definitions %s --bucket photos
                  ./spark-submit.sh list-resource-data-sync --definitions %s
                  ./spark-submit.sh quickstart --keep-running
                  README.md, "A first inventory of your own bucket", "A first replication" and "Resource data sync"
                """.formatted(
                                CommandLineText.quoted(directory.file(
                                        QuickstartBuckets.REPORTS, "inventories/photos/" + SHOWN + "/data")),
                                CommandLineText.quoted(directory.definitions()),
                                CommandLineText.quoted(directory.definitions())))
                .toString();
    }

    private void keepRunning(EmbeddedS3 server, QuickstartDirectory directory) {
        PrintWriter out = spec.commandLine().getOut();
        out.print("""

                The server is up at %1$s until you press Ctrl-C. In another terminal:

                  export AWS_ENDPOINT_URL=%1$s AWS_ACCESS_KEY_ID=%2$s AWS_SECRET_ACCESS_KEY=%3$s AWS_REGION=%4$s
                  aws s3 ls --recursive s3://reports
                  ./spark-submit.sh inventory --definitions %5$s
                  ./spark-submit.sh replication --definitions %5$s --dry-run
                  ./spark-submit.sh resource-data-sync --definitions %5$s
                """.formatted(
                        server.endpoint(),
                        server.account().accessKey(),
                        server.account().secretKey(),
                        EmbeddedS3.REGION,
                        CommandLineText.quoted(directory.definitions())));
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
