package io.stocktake.jobs;

import io.stocktake.config.directory.BucketInventory;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryConfigurations;
import io.stocktake.config.inventory.InventoryRefusals;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints one inventory configuration. */
@Command(
        name = "get-bucket-inventory-configuration",
        header = "Prints one inventory configuration of a bucket, as the AWS CLI does.",
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh get-bucket-inventory-configuration --definitions DIRECTORY --bucket BUCKET --id ID"
                        + " [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  ./spark-submit.sh get-bucket-inventory-configuration --definitions definitions \\",
            "      --bucket my-bucket --id 1"
        })
final class GetBucketInventoryConfigurationCommand extends BucketDefinitionCommand {
    @Option(names = "--id", paramLabel = "ID", description = "The Id of the configuration.")
    String id;

    GetBucketInventoryConfigurationCommand() {
        super(AwsOperation.GET_BUCKET_INVENTORY_CONFIGURATION);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        checkOwner(directory, input);
        InventoryConfiguration configuration = directory
                .inventory(input.required("Bucket"), input.required("Id"))
                .map(BucketInventory::configuration)
                .orElseThrow(() -> refused(InventoryRefusals.NO_SUCH_CONFIGURATION));
        return output.print(configuration, InventoryConfigurations::toJson, InventoryConfigurations::toYaml);
    }
}
