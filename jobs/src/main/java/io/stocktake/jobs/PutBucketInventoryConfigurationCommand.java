package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problem;
import io.stocktake.config.inventory.InventoryConfiguration;
import io.stocktake.config.inventory.InventoryConfigurations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes or replaces an inventory configuration. */
@Command(
        name = "put-bucket-inventory-configuration",
        header = "Makes or replaces an inventory configuration of a bucket.",
        description = {
            "",
            "Takes what the AWS CLI's command of this name takes, refuses what S3 refuses, and writes a file into the"
                    + " directory of definitions. Prints nothing."
        },
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh put-bucket-inventory-configuration --definitions DIRECTORY --bucket BUCKET --id ID"
                        + " --inventory-configuration DOCUMENT [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh put-bucket-inventory-configuration --definitions definitions \\",
            "      --bucket my-bucket --id 1 --inventory-configuration '{\"Destination\": {\"S3BucketDestination\":",
            "      {\"Bucket\": \"arn:aws:s3:::my-reports\", \"Format\": \"ORC\"}}, \"IsEnabled\": true, \"Id\": \"1\",",
            "      \"IncludedObjectVersions\": \"Current\", \"Schedule\": {\"Frequency\": \"Weekly\"}}'",
            "  aws s3api list-bucket-inventory-configurations --bucket my-bucket >all.json",
            "  ./spark-submit.sh put-bucket-inventory-configuration --definitions definitions \\",
            "      --bucket my-bucket --inventory-configuration file://all.json"
        })
final class PutBucketInventoryConfigurationCommand extends BucketDefinitionCommand {
    private static final String STRUCTURE = "InventoryConfiguration";

    private static final String STRUCTURE_OPTION = "--inventory-configuration";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description =
                    "The Id of the configuration, the same as in the document. Of a list it chooses one; without it,"
                            + " all of a list are put.")
    String id;

    @Option(
            names = STRUCTURE_OPTION,
            paramLabel = "DOCUMENT",
            description = "The configuration as JSON, or as file://NAME (.json, .yaml or .xml).")
    String inventoryConfiguration;

    PutBucketInventoryConfigurationCommand() {
        super(AwsOperation.PUT_BUCKET_INVENTORY_CONFIGURATION);
    }

    @Override
    List<String> required(AwsInput input) {
        boolean list = input.document(STRUCTURE)
                .filter(PutBucketInventoryConfigurationCommand::isList)
                .isPresent();
        return list ? List.of("Bucket", STRUCTURE) : super.required(input);
    }

    /** No other document is read. */
    @Override
    boolean isAboutTheRequest(Problem problem) {
        return true;
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        List<InventoryConfiguration> configurations = configurations(input);
        checkOwner(directory, input);
        for (InventoryConfiguration configuration : configurations) {
            directory.putInventory(input.required("Bucket"), configuration.id(), configuration);
        }
        return "";
    }

    private List<InventoryConfiguration> configurations(AwsInput input) {
        Optional<Node> structure = input.structure(STRUCTURE);
        if (structure.isPresent()) {
            return List.of(InventoryConfigurations.parse(STRUCTURE, structure.get(), input.text("Id")));
        }
        OptionDocument document = input.document(STRUCTURE).orElseThrow();
        if (!isList(document)) {
            return List.of(InventoryConfigurations.parse(
                    STRUCTURE_OPTION, document.content(), document.format(), input.text("Id")));
        }
        List<InventoryConfiguration> all =
                InventoryConfigurations.parseList(STRUCTURE_OPTION, document.content(), document.format());
        Optional<String> one = input.text("Id");
        if (one.isEmpty()) {
            return all;
        }
        List<InventoryConfiguration> chosen = all.stream()
                .filter(configuration -> configuration.id().equals(one.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw CommandException.refused(
                    "Cannot put the configuration \"" + one.get()
                            + "\": the list in --inventory-configuration has none of this Id. Leave --id out to put all of it.");
        }
        return chosen;
    }

    private static boolean isList(OptionDocument document) {
        return document.shorthand(NodePath.ROOT).isEmpty()
                && InventoryConfigurations.isList(STRUCTURE_OPTION, document.content(), document.format());
    }
}
