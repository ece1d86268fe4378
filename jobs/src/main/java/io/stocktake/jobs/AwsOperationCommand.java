package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.InvalidDefinitionException;
import io.stocktake.config.document.Problem;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.Warning;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands have in common that do what an operation of AWS does. They start no Spark and call no store. */
abstract class AwsOperationCommand implements Callable<Integer>, AwsCommand {
    /** What config-loader calls the parameters of a call in a problem. */
    static final String PARAMETERS = "the command";

    private final AwsOperation operation;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DefinitionsOption definitions;

    @Mixin
    private AwsOptions aws;

    AwsOperationCommand(AwsOperation operation) {
        this.operation = operation;
    }

    @Override
    public final Integer call() throws IOException {
        try {
            spec.commandLine().getOut().print(answer());
            return ExitStatus.DONE.code();
        } catch (InvalidDefinitionException refused) {
            Problem first = refused.problems().get(0);
            boolean known = !first.refusal().equals(Refusal.INVALID_DEFINITION);
            throw known && isAboutTheRequest(first) ? AwsErrors.of(operation, refused) : refused;
        } catch (IOException failed) {
            Optional<Refusal> fault = fault();
            if (fault.isEmpty()) {
                throw failed;
            }
            throw AwsErrors.fault(operation, fault.get(), failed);
        }
    }

    /** What AWS answers where the fault is its own, such as a directory that cannot be written; empty: nothing of its. */
    Optional<Refusal> fault() {
        return Optional.empty();
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

    /** Whether AWS would refuse the request too, rather than that a file of the directory is at fault. */
    boolean isAboutTheRequest(Problem problem) {
        return problem.document().equals(PARAMETERS);
    }

    /** The answer of AWS that is {@code refusal}. */
    final CommandException refused(Refusal refusal) {
        return AwsErrors.of(operation, refusal);
    }

    /** The answer of AWS that is {@code refusal}, and below it what AWS does not say. */
    final CommandException refused(Refusal refusal, String why) {
        return AwsErrors.of(operation, refusal, why);
    }

    /** Says on standard error what was accepted and may not be what the caller wants; the answer stays AWS's. */
    final void warn(List<Warning> warnings) {
        PrintWriter err = spec.commandLine().getErr();
        warnings.forEach(warning -> err.println(WarningText.of(warning)));
    }
}
