package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncDeletion;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Removes a resource data sync. */
@Command(
        name = "delete-resource-data-sync",
        header = "Removes a resource data sync; what it wrote stays where it is.",
        description = {"", "Prints nothing. With --sync-type, a sync of the other type is refused."},
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh delete-resource-data-sync --definitions DIRECTORY --sync-name NAME [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  ./spark-submit.sh delete-resource-data-sync --definitions definitions --sync-name all-buckets")
final class DeleteResourceDataSyncCommand extends SyncDefinitionCommand {
    @Mixin
    SyncNameOption name;

    DeleteResourceDataSyncCommand() {
        super(AwsOperation.DELETE_RESOURCE_DATA_SYNC);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        SyncDeletion deletion = ResourceDataSyncs.parseDeletion(PARAMETERS, input.request());
        directory.syncs().delete(deletion.syncName(), deletion.syncType());
        return "";
    }
}
