package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.inventory.InventoryRefusals;
import io.stocktake.config.stores.AmbiguousBucketException;
import io.stocktake.config.stores.BucketOwner;
import io.stocktake.config.stores.UnknownBucketException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands on a bucket's inventory configurations have in common. They start no Spark and call no store. */
abstract class InventoryDefinitionCommand implements Callable<Integer>, AwsCommand {
    /** What config-loader calls the parameters of a call in a problem. */
    private static final String PARAMETERS = "the command";

    private final AwsOperation operation;

    @Spec
    private CommandSpec spec;

    @Option(names = "--bucket", paramLabel = "BUCKET", description = "The bucket that the configuration is of.")
    String bucket;

    @Mixin
    private DefinitionsOption definitions;

    @Mixin
    private AwsOptions aws;

    InventoryDefinitionCommand(AwsOperation operation) {
        this.operation = operation;
    }

    @Override
    public final Integer call() throws IOException {
        try {
            spec.commandLine().getOut().print(answer());
            return ExitStatus.DONE.code();
        } catch (InvalidDefinitionException refused) {
            throw isAbout(refused) ? AwsErrors.of(operation, refused) : refused;
        }
    }

    private String answer() throws IOException {
        Optional<CliSkeleton> skeleton = aws.skeleton();
        if (skeleton.isPresent() && skeleton.get() != CliSkeleton.OUTPUT) {
            return operation.skeleton(skeleton.get());
        }
        AwsInput input = aws.input(operation);
        input.require(required(input));
        return skeleton.isPresent()
                ? operation.skeleton(skeleton.get())
                : answer(definitions.open(), input, aws.output());
    }

    /** Does what the operation does and returns what it answers, which may be nothing. */
    abstract String answer(DefinitionDirectory directory, AwsInput input, AwsOptions.OutputFormat output)
            throws IOException;

    /** The parameters that {@code input} must have. */
    List<String> required(AwsInput input) {
        return operation.required();
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
                        throw AwsErrors.of(operation, InventoryRefusals.ACCESS_DENIED, why);
                    });
        } catch (UnknownBucketException | AmbiguousBucketException unclear) {
            throw CommandException.refused(unclear.getMessage(), unclear);
        }
    }

    /** The answer of S3 where there is no such configuration. */
    final CommandException noSuchConfiguration() {
        return AwsErrors.of(operation, InventoryRefusals.NO_SUCH_CONFIGURATION);
    }

    /** Whether S3 would refuse the request too, rather than that a file of the directory is at fault. */
    private boolean isAbout(InvalidDefinitionException refused) {
        Problem first = refused.problems().get(0);
        return !first.refusal().equals(Refusal.INVALID_DEFINITION)
                && (operation == AwsOperation.PUT_BUCKET_INVENTORY_CONFIGURATION
                        || first.document().equals(PARAMETERS));
    }
}
