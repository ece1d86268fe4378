package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.inventory.InventoryRefusals;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes one inventory configuration. */
@Command(
        name = "delete-bucket-inventory-configuration",
        header = "Removes one inventory configuration of a bucket; reports that were delivered stay.",
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh delete-bucket-inventory-configuration --definitions DIRECTORY --bucket BUCKET --id ID"
                        + " [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./spark-submit.sh delete-bucket-inventory-configuration --definitions definitions \\",
            "      --bucket my-bucket --id 1"
        })
final class DeleteBucketInventoryConfigurationCommand extends BucketDefinitionCommand {
    @Option(names = "--id", paramLabel = "ID", description = "The Id of the configuration.")
    String id;

    DeleteBucketInventoryConfigurationCommand() {
        super(AwsOperation.DELETE_BUCKET_INVENTORY_CONFIGURATION);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        checkOwner(directory, input);
        if (!directory.deleteInventory(input.required("Bucket"), input.required("Id"))) {
            throw refused(InventoryRefusals.NO_SUCH_CONFIGURATION);
        }
        return "";
    }
}
