package io.stocktake.jobs;

import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.stores.Stores;
import io.stocktake.replication.diff.VersionFilter;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
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
        customSynopsis = {
            "./spark-submit.sh replication --definitions DIRECTORY [--bucket BUCKET]... [--dry-run]",
            "                              [--report s3a://BUCKET/PREFIX] [options]"
        },
        description = {
            "%nEach source is compared with each destination of its enabled rules, existing objects as well as new ones,"
                    + " and what is missing is appended in the order in which it was written, with metadata, tags, lock and"
                    + " ACL. What the destination has of its own is never written over: it is reported as a conflict.",
            "%nA second run copies only what is still missing, and so does one after a run that was killed."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh replication --definitions definitions --dry-run",
            "      says how many versions and bytes each rule would copy, and copies nothing",
            "  ./spark-submit.sh replication --definitions definitions --report s3a://ops/replication",
            "      copies, and leaves a completion report of S3 Batch Operations",
            "  ./spark-submit.sh replication --definitions definitions --bucket photos \\",
            "      --manifest s3a://ops/replication/job-…/manifest.json --report s3a://ops/replication",
            "      tries what failed once more",
            "  ./spark-submit.sh replication --definitions definitions --dry-run --plan plans",
            "      leaves what would be copied in plans/<source>/<destination>.csv, which --manifest takes",
            "",
            "Exit status: 0 everything is in place; 1 a run failed, or --verify found something missing; 2 bad command"
                    + " line or definitions, nothing started; 3 finished, some versions were not copied: the table says"
                    + " how many and why, the report which."
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

    @ArgGroup(validate = false, order = 1, heading = "%nWhere the work comes from and the report goes:%n")
    private final ReplicationWork work = new ReplicationWork();

    @ArgGroup(validate = false, order = 2, heading = "%nHow versions are compared and copied:%n")
    private final ReplicationOptions options = new ReplicationOptions();

    @ArgGroup(
            validate = false,
            order = 3,
            heading = "%nOnly some versions, as the filter of a Batch Replication job:%n")
    private final ReplicationSelection selection = new ReplicationSelection();

    private final Terminal terminal;

    ReplicationCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        options.contradiction()
                .or(() -> work.contradiction(dryRun ? RunKind.DRY_RUN : RunKind.COPY))
                .ifPresent(why -> {
                    throw new ParameterException(spec.commandLine(), why + ".");
                });
        DefinitionDirectory directory = definitions.openValid();
        Stores stores = directory.stores();
        List<ReplicationPlan> plans = plans(directory, stores);
        PrintWriter out = spec.commandLine().getOut();
        if (plans.stream().noneMatch(ReplicationPlan::isEnabled)) {
            out.println("No replication rule is enabled.");
            return ExitStatus.DONE.code();
        }
        ReplicationJob job = new ReplicationJob(options, filter(), work, work.place(stores));
        refuseSpeculation();
        try (SparkSession spark = JobSession.start("Stocktake replication")) {
            RunRecording recording = RunRecording.of(stores, spec.commandLine().getErr());
            ReplicationRuns runs = new ReplicationRuns(spec.commandLine(), terminal, job, recording);
            return dryRun ? runs.forecast(spark, plans) : runs.copy(spark, plans);
        }
    }

    /** Of two attempts at one time each would find what the other has not copied yet. */
    private static void refuseSpeculation() {
        if (new SparkConf().getBoolean("spark.speculation", false)) {
            throw CommandException.refused("Cannot replicate with spark.speculation=true: a task that runs twice at one"
                    + " time would copy twice. Leave the setting out.");
        }
    }

    private VersionFilter filter() {
        try {
            return selection.filter();
        } catch (IllegalArgumentException nothing) {
            throw CommandException.refused(nothing.getMessage() + ".", nothing);
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
