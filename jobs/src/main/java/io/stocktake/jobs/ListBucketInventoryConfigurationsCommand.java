package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.inventory.InventoryConfigurationPage;
import io.stocktake.config.inventory.InventoryConfigurations;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the inventory configurations of a bucket. */
@Command(
        name = "list-bucket-inventory-configurations",
        header = "Prints the inventory configurations of a bucket, 100 at a time, as the AWS CLI does.",
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh list-bucket-inventory-configurations --definitions DIRECTORY --bucket BUCKET"
                        + " [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer =
                "  ./spark-submit.sh list-bucket-inventory-configurations --definitions definitions --bucket my-bucket")
final class ListBucketInventoryConfigurationsCommand extends BucketDefinitionCommand {
    @Option(
            names = "--continuation-token",
            paramLabel = "TOKEN",
            description = "The NextContinuationToken of the page before; without it, the first page is printed.")
    String continuationToken;

    ListBucketInventoryConfigurationsCommand() {
        super(AwsOperation.LIST_BUCKET_INVENTORY_CONFIGURATIONS);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        checkOwner(directory, input);
        InventoryConfigurationPage page =
                directory.inventoryPage(input.required("Bucket"), input.text("ContinuationToken"));
        return output.print(page, InventoryConfigurations::toJson, InventoryConfigurations::toYaml);
    }
}
