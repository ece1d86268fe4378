package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.sync.ResourceDataSyncs;
import io.stocktake.config.sync.SyncUpdate;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Gives a resource data sync another source. */
@Command(
        name = "update-resource-data-sync",
        header = "Gives a resource data sync of the type SyncFromSource another source.",
        description = {
            "",
            "As with Systems Manager, a SyncToDestination cannot be updated and the account option of a source cannot be"
                    + " changed: delete the sync and create it again. Prints nothing."
        },
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh update-resource-data-sync --definitions DIRECTORY --sync-name NAME"
                + " --sync-type SyncFromSource --sync-source SOURCE [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./spark-submit.sh update-resource-data-sync --definitions definitions --sync-name operations \\",
            "      --sync-type SyncFromSource \\",
            "      --sync-source SourceType=SingleAccountMultiRegions,SourceRegions=us-east-2,eu-west-1"
        })
final class UpdateResourceDataSyncCommand extends SyncDefinitionCommand {
    @Mixin
    SyncNameOption name;

    @Mixin
    SyncSourceOption source;

    UpdateResourceDataSyncCommand() {
        super(AwsOperation.UPDATE_RESOURCE_DATA_SYNC);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        SyncUpdate update = ResourceDataSyncs.parseUpdate(PARAMETERS, input.request());
        directory.syncs().update(update, Instant.now());
        warn(directory.syncs().warnings(update.syncName()));
        return "";
    }
}
