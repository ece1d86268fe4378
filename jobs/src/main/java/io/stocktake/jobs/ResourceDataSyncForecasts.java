package io.stocktake.jobs;

import io.stocktake.sync.CapturedResource;
import io.stocktake.sync.SyncFailure;
import io.stocktake.sync.SyncForecast;
import io.stocktake.sync.run.ResourceDataSyncRun;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;

/** Says what runs of resource data syncs would bring, and brings nothing. */
final class ResourceDataSyncForecasts {
    private final CommandLine commandLine;
    private ExitStatus status = ExitStatus.DONE;

    ResourceDataSyncForecasts(CommandLine commandLine) {
        this.commandLine = commandLine;
    }

    /** Prints a row for each bucket with something new, and returns the status for the process. */
    int tell(List<SyncPlan> plans) {
        TextTable table = new TextTable(
                TextTable.text("sync"),
                TextTable.text("account"),
                TextTable.text("Region"),
                TextTable.text("bucket"),
                TextTable.text("destination"));
        for (SyncPlan plan : plans) {
            try {
                SyncForecast forecast = ResourceDataSyncRun.forecast(plan.request(Instant.now()));
                add(table, plan, forecast);
            } catch (RuntimeException failure) {
                ExecutionErrors.tell("the dry run of " + plan.name(), failure, commandLine);
                status = ExitStatus.FAILED;
            }
        }
        commandLine.getOut().print(table);
        return status.code();
    }

    private void add(TextTable table, SyncPlan plan, SyncForecast forecast) {
        for (CapturedResource resource : forecast.pending()) {
            table.row(plan.name(), resource.accountId(), resource.region(), resource.bucket(), plan.destination());
        }
        if (forecast.pending().isEmpty()) {
            table.row(plan.name(), "-", "-", "nothing new", plan.destination());
        }
        for (SyncFailure failure : forecast.failures()) {
            commandLine.getErr().println(CommandLineText.onOneLine(failure.message()));
            status = status == ExitStatus.FAILED ? status : ExitStatus.INCOMPLETE;
        }
    }
}
