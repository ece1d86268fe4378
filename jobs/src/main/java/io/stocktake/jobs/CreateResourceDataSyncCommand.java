package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.sync.ResourceDataSync;
import io.stocktake.config.sync.ResourceDataSyncs;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a resource data sync. */
@Command(
        name = "create-resource-data-sync",
        header = "Makes a resource data sync: many buckets, accounts and Regions brought together in one bucket.",
        description = {
            "",
            "Takes what the AWS CLI's command of this name takes, refuses what Systems Manager refuses, and writes a"
                    + " file into the directory of definitions. Prints nothing, but warns on standard error of what may"
                    + " not be wanted, such as data that no key encrypts."
        },
        synopsisHeading = "%n",
        customSynopsis = "./spark-submit.sh create-resource-data-sync --definitions DIRECTORY --sync-name NAME"
                + " [--s3-destination DESTINATION] [--sync-type TYPE --sync-source SOURCE] [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./spark-submit.sh create-resource-data-sync --definitions definitions --sync-name all-buckets \\",
            "      --s3-destination BucketName=my-data,Prefix=synced,SyncFormat=JsonSerDe,Region=us-east-2",
            "  ./spark-submit.sh create-resource-data-sync --definitions definitions --sync-name operations \\",
            "      --sync-type SyncFromSource \\",
            "      --sync-source SourceType=SingleAccountMultiRegions,SourceRegions=us-east-2,us-west-1"
        })
final class CreateResourceDataSyncCommand extends SyncDefinitionCommand {
    @Mixin
    SyncNameOption name;

    @Option(
            names = "--s3-destination",
            paramLabel = "DESTINATION",
            description = "Where the sync writes: BucketName=x,SyncFormat=JsonSerDe,Region=y with Prefix and"
                    + " AWSKMSKeyARN besides, or JSON, or file://NAME (.json or .yaml).")
    String s3Destination;

    @Mixin
    SyncSourceOption source;

    CreateResourceDataSyncCommand() {
        super(AwsOperation.CREATE_RESOURCE_DATA_SYNC);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        ResourceDataSync sync = ResourceDataSyncs.parse(PARAMETERS, input.request());
        directory.syncs().create(sync, Instant.now());
        warn(directory.syncs().warnings(sync.syncName()));
        return "";
    }
}
