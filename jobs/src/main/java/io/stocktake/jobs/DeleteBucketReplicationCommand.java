package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Removes a replication configuration. */
@Command(
        name = "delete-bucket-replication",
        header = "Removes the replication configuration of a bucket; replicas that were made stay.",
        description = {"", "Prints nothing, and as with S3 it is no error where the bucket has none."},
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh delete-bucket-replication --definitions DIRECTORY --bucket BUCKET [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  ./spark-submit.sh delete-bucket-replication --definitions definitions --bucket my-bucket")
final class DeleteBucketReplicationCommand extends BucketDefinitionCommand {
    DeleteBucketReplicationCommand() {
        super(AwsOperation.DELETE_BUCKET_REPLICATION);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        checkOwner(directory, input);
        directory.deleteReplication(input.required("Bucket"));
        return "";
    }
}
