package io.stocktake.jobs;

import io.stocktake.config.directory.BucketReplication;
import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.replication.ReplicationConfiguration;
import io.stocktake.config.replication.ReplicationConfigurations;
import io.stocktake.config.replication.ReplicationRefusals;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Prints a replication configuration. */
@Command(
        name = "get-bucket-replication",
        header = "Prints the replication configuration of a bucket, as the AWS CLI does.",
        synopsisHeading = "%n",
        customSynopsis =
                "./spark-submit.sh get-bucket-replication --definitions DIRECTORY --bucket BUCKET" + " [options]",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  ./spark-submit.sh get-bucket-replication --definitions definitions --bucket my-bucket")
final class GetBucketReplicationCommand extends BucketDefinitionCommand {
    GetBucketReplicationCommand() {
        super(AwsOperation.GET_BUCKET_REPLICATION);
    }

    @Override
    String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output) throws IOException {
        checkOwner(directory, input);
        ReplicationConfiguration configuration = directory
                .replication(input.required("Bucket"))
                .map(BucketReplication::configuration)
                .orElseThrow(() -> refused(ReplicationRefusals.NOT_FOUND));
        return output.print(configuration, ReplicationConfigurations::toJson, ReplicationConfigurations::toYaml);
    }
}
