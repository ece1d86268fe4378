package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.inventory.InventoryRefusals;
import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketOwner;
import io.stocktake.config.stores.UnknownBucketException;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the commands on the configurations of one bucket have in common. */
abstract class BucketDefinitionCommand extends AwsOperationCommand {
    @Option(names = "--bucket", paramLabel = "BUCKET", description = "The bucket that the configuration is of.")
    String bucket;

    @Option(
            names = "--expected-bucket-owner",
            paramLabel = "ACCOUNT",
            description = "Refuses with AccessDenied where stores.yaml has the bucket in another account.")
    String expectedBucketOwner;

    BucketDefinitionCommand(AwsOperation operation) {
        super(operation);
    }

    /** Refuses, as S3 does, where the caller expects another owner of the bucket. */
    final void checkOwner(DefinitionDirectory directory, AwsInput input) throws IOException {
        Optional<String> owner = input.text("ExpectedBucketOwner");
        if (owner.isEmpty()) {
            return;
        }
        try {
            BucketOwner.refusal(directory.stores().bucket(input.required("Bucket")), owner.get())
                    .ifPresent(why -> {
                        throw refused(InventoryRefusals.ACCESS_DENIED, why);
                    });
        } catch (UnknownBucketException | AmbiguousBucketException unclear) {
            throw CommandException.refused(unclear.getMessage(), unclear);
        }
    }
}
