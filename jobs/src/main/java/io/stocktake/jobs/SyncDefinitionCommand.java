package io.stocktake.jobs;

import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.sync.SyncRefusals;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the commands on resource data syncs have in common. */
abstract class SyncDefinitionCommand extends AwsOperationCommand {
    /** What config-loader calls the request in a problem: by its parameters, or as the sync that it would be. */
    private static final Set<String> REQUEST = Set.of(PARAMETERS, "the resource data sync");

    @Option(
            names = "--sync-type",
            paramLabel = "TYPE",
            description = "SyncToDestination (reports of buckets) or SyncFromSource (records of runs).")
    String syncType;

    SyncDefinitionCommand(AwsOperation operation) {
        super(operation);
    }

    /** A conflict is the caller's too, though it names the file that was changed at the same time. */
    @Override
    final boolean isAboutTheRequest(Problem problem) {
        return REQUEST.contains(problem.document()) || problem.refusal().equals(SyncRefusals.CONFLICT);
    }

    @Override
    final Optional<Refusal> fault() {
        return Optional.of(SyncRefusals.INTERNAL);
    }
}
