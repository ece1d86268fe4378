package io.stocktake.jobs;

import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Problem;
import io.stocktake.config.stores.Stores;
import io.stocktake.replication.diff.VersionFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Copies what the destinations of replication configurations lack. */
@Command(
        name = "replication",
        header = "Copies what the destinations of replication configurations lack.",
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh replication --definitions DIRECTORY [--bucket BUCKET]... [--dry-run]"
                + " [--report s3a://BUCKET/PREFIX]",
        description =
                "%nEach source is compared with each of its destinations, existing objects as well as new ones, and"
                        + " what is missing is appended in the order in which it was written. What the destination has of its"
                        + " own is never written over. A second run copies only what is still missing.",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh replication --definitions definitions --dry-run",
            "      says how many versions and bytes each rule would copy, and copies nothing",
            "  ./spark-submit.sh replication --definitions definitions --report s3a://ops/replication",
            "      copies, and leaves a completion report of S3 Batch Operations",
            "  ./spark-submit.sh replication --definitions definitions --bucket photos \\",
            "      --manifest s3a://ops/replication/job-…/manifest.json --report s3a://ops/replication",
            "      tries what failed once more"
        })
final class ReplicationCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionsOption definitions;

    @Option(
            names = "--bucket",
            paramLabel = "BUCKET",
            description = "Only the replication configuration of this source bucket; may be repeated.")
    private List<String> buckets = List.of();

    @Option(names = "--dry-run", description = "Compares and says by rule what would be copied, and copies nothing.")
    private boolean dryRun;

    @Mixin
    private ReplicationWork work;

    @Mixin
    private ReplicationOptions options;

    @Mixin
    private ReplicationSelection selection;

    private final Terminal terminal;

    ReplicationCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        options.contradiction().or(work::contradiction).ifPresent(why -> {
            throw new ParameterException(spec.commandLine(), why + ".");
        });
        DefinitionDirectory directory = definitions.open();
        refuseProblems(directory);
        Stores stores = directory.stores();
        List<ReplicationPlan> plans = plans(directory, stores);
        PrintWriter out = spec.commandLine().getOut();
        if (plans.stream().noneMatch(ReplicationPlan::isEnabled)) {
            out.println("No replication rule is enabled.");
            return ExitStatus.DONE.code();
        }
        ReplicationJob job = new ReplicationJob(options, filter(), work, work.place(stores));
        // A task that runs twice at one time would copy twice.
        try (SparkSession spark = JobSession.start("Stocktake replication", Map.of("spark.speculation", "false"))) {
            ReplicationRuns runs = new ReplicationRuns(spec.commandLine(), terminal, job);
            return dryRun ? runs.forecast(spark, plans) : runs.copy(spark, plans);
        }
    }

    private VersionFilter filter() {
        try {
            return selection.filter();
        } catch (IllegalArgumentException nothing) {
            throw CommandException.refused(nothing.getMessage() + ".", nothing);
        }
    }

    private void refuseProblems(DefinitionDirectory directory) throws IOException {
        List<Problem> problems = directory.validate();
        if (!problems.isEmpty()) {
            problems.forEach(spec.commandLine().getErr()::println);
            throw CommandException.refused("Cannot use the definitions in \"" + directory.location() + "\": "
                    + Quantity.of(problems.size(), "problem") + ".");
        }
    }

    private List<ReplicationPlan> plans(DefinitionDirectory directory, Stores stores) throws IOException {
        List<BucketReplication> all = directory.replications();
        for (String bucket : buckets) {
            if (all.stream().map(BucketReplication::bucket).noneMatch(bucket::equals)) {
                throw CommandException.refused("Cannot replicate --bucket \"" + bucket
                        + "\": no replication configuration in \"" + definitions.location() + "\" is of it.");
            }
        }
        List<ReplicationPlan> plans = new ArrayList<>();
        for (BucketReplication replication : all) {
            if (buckets.isEmpty() || buckets.contains(replication.bucket())) {
                plans.addAll(ReplicationPlan.of(replication, stores, options.versions()));
            }
        }
        return plans;
    }
}
