package io.stocktake.jobs;

import io.stocktake.config.document.DocumentFormat;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the AWS CLI that every command of one of AWS's operations has. */
final class AwsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--cli-input-json",
            paramLabel = "JSON",
            description = "The parameters as JSON or as file://NAME; options override them.")
    private String json;

    @Option(
            names = "--cli-input-yaml",
            paramLabel = "YAML",
            description = "The parameters as YAML or as file://NAME; options override them.")
    private String yaml;

    @Option(
            names = "--generate-cli-skeleton",
            paramLabel = "KIND",
            arity = "0..1",
            fallbackValue = "input",
            converter = CliSkeleton.Converter.class,
            description =
                    "Prints a document for --cli-input-json (input) or --cli-input-yaml (yaml-input), or the shape of"
                            + " the answer (output), and does nothing else.")
    private CliSkeleton skeleton;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "How the answer is printed: json (the default) or yaml.")
    private OutputFormat output;

    /** How an answer is printed. The names are AWS's values of the option. */
    enum OutputFormat {
        json,
        yaml;

        /** The {@code answer} as one of the two writers puts it. */
        <T> String print(T answer, Function<T, String> toJson, Function<T, String> toYaml) {
            return switch (this) {
                case json -> toJson.apply(answer);
                case yaml -> toYaml.apply(answer);
            };
        }
    }

    Optional<CliSkeleton> skeleton() {
        return Optional.ofNullable(skeleton);
    }

    OutputFormat output() {
        return output;
    }

    /** The parameters of the request for {@code operation}, from wherever they are given. */
    AwsInput input(AwsOperation operation) {
        if (json != null && yaml != null) {
            throw new ParameterException(
                    command.commandLine(), "--cli-input-json and --cli-input-yaml exclude each other.");
        }
        AwsInput options = AwsInput.ofOptions(command.commandLine(), operation);
        if (json != null) {
            return options.over("--cli-input-json", json, DocumentFormat.JSON);
        }
        return yaml == null ? options : options.over("--cli-input-yaml", yaml, DocumentFormat.YAML);
    }
}
