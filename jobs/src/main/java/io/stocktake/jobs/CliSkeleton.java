package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code --generate-cli-skeleton} is asked for. */
enum CliSkeleton {
    /** The document for {@code --cli-input-json}. */
    INPUT("input", ".input.json"),
    /** The document for {@code --cli-input-yaml}. */
    YAML_INPUT("yaml-input", ".input.yaml"),
    /** The shape of the answer. */
    OUTPUT("output", ".output.json");

    private final String awsName;
    private final String suffix;

    CliSkeleton(String awsName, String suffix) {
        this.awsName = awsName;
        this.suffix = suffix;
    }

    /** What the file of this skeleton ends in. */
    String suffix() {
        return suffix;
    }

    /** Reads the value of the option. */
    static final class Converter implements ITypeConverter<CliSkeleton> {
        @Override
        public CliSkeleton convert(String value) {
            return Stream.of(CliSkeleton.values())
                    .filter(skeleton -> skeleton.awsName.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is none of "
                            + Stream.of(CliSkeleton.values())
                                    .map(skeleton -> skeleton.awsName)
                                    .collect(joining(", "))));
        }
    }
}
