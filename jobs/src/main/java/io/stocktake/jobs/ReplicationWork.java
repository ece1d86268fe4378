package io.stocktake.jobs;

import io.stocktake.config.stores.Stores;
import io.stocktake.replication.report.ReportScope;
import io.stocktake.replication.run.WorkSource;
import io.stocktake.run.WorkingPlace;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say where a replication's work comes from, and where its report goes. */
final class ReplicationWork {
    @Option(
            names = "--report",
            paramLabel = "s3a://BUCKET/PREFIX",
            description =
                    "Where the completion report goes, a folder job-<id> for each run. Runs keep their records and"
                            + " journals there too, so that the next one clears up after one that was killed.")
    private String report;

    @Option(
            names = "--report-scope",
            paramLabel = "AllTasks|FailedTasksOnly",
            converter = ScopeConverter.class,
            description = "Which tasks the report has; AllTasks by default.")
    private ReportScope scope = ReportScope.ALL_TASKS;

    @Option(
            names = "--manifest",
            paramLabel = "PATH",
            description = "Only what this manifest names: the manifest.json of a CSV inventory report, that of a"
                    + " completion report (its failed tasks), or a plain CSV of bucket,key[,version-id] with"
                    + " URL-encoded keys.")
    private String manifest;

    @Option(
            names = "--source-inventory",
            paramLabel = "PATH",
            description = "Reads the source from this inventory report (manifest.json) in place of listing it.")
    private String sourceInventory;

    @Option(
            names = "--destination-inventory",
            paramLabel = "PATH",
            description = "Reads the destination from this inventory report in place of listing it.")
    private String destinationInventory;

    @Option(
            names = "--plan",
            paramLabel = "DIRECTORY",
            description = "With --dry-run: writes what would be copied to <source>/<destination>.csv in this directory,"
                    + " a manifest for --manifest and for S3 Batch Operations.")
    private String plan;

    @Option(
            names = "--verify",
            description = "Compares again afterwards, and fails if anything that the source had at the start is still"
                    + " missing.")
    private boolean verify;

    @Option(
            names = "--stale-after",
            paramLabel = "SECONDS",
            description = "How long a run's record may stand still before the run is taken for dead and cleared: ten of"
                    + " its heartbeats, 50 seconds, unless it is given.")
    private Long staleAfter;

    /** All that the buckets have, reported on at this location. */
    static ReplicationWork reportedAt(String location) {
        ReplicationWork work = new ReplicationWork();
        work.report = location;
        return work;
    }

    ReportScope scope() {
        return scope;
    }

    /** Where the work is found. */
    WorkSource source() {
        return new WorkSource(
                Optional.ofNullable(manifest),
                Optional.ofNullable(sourceInventory),
                Optional.ofNullable(destinationInventory));
    }

    Optional<String> plan() {
        return Optional.ofNullable(plan);
    }

    Optional<Duration> staleAfter() {
        return Optional.ofNullable(staleAfter).map(Duration::ofSeconds);
    }

    boolean isVerified() {
        return verify;
    }

    /** Where a verification finds its work: only what was asked for, and as it is now. */
    WorkSource verification() {
        return new WorkSource(Optional.ofNullable(manifest), Optional.empty(), Optional.empty());
    }

    /** Whether a report is to be written. */
    boolean isReported() {
        return report != null;
    }

    /** Why the options cannot be meant so; empty if they can. */
    Optional<String> contradiction(RunKind kind) {
        if (plan != null && kind == RunKind.COPY) {
            return Optional.of("--plan goes with --dry-run: what is copied at once needs no plan");
        }
        if (staleAfter != null && staleAfter < 1) {
            return Optional.of("--stale-after: \"" + staleAfter + "\" is not above 0");
        }
        if (manifest != null && (sourceInventory != null || destinationInventory != null)) {
            return Optional.of("--manifest and the inventories exclude each other: a manifest names single objects");
        }
        if (report != null && !WorkingPlace.isLocation(report)) {
            return Optional.of("--report: \"" + report + "\" is not s3a://BUCKET/PREFIX");
        }
        return Optional.empty();
    }

    /** Where runs keep their records: beside the report, else where stores.yaml's operations says, if it does. */
    Optional<WorkingPlace> place(Stores stores) {
        return Optional.ofNullable(report).or(stores::operations).map(location -> place(stores, location));
    }

    private static WorkingPlace place(Stores stores, String location) {
        try {
            return WorkingPlace.parse(location, stores);
        } catch (IllegalArgumentException refused) {
            throw CommandException.refused(refused.getMessage(), refused);
        }
    }

    /** AWS's names. */
    static final class ScopeConverter implements ITypeConverter<ReportScope> {
        @Override
        public ReportScope convert(String text) {
            for (ReportScope value : ReportScope.values()) {
                if (value.awsName().equals(text)) {
                    return value;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is neither AllTasks nor FailedTasksOnly");
        }
    }
}
