package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The parameters of one request: of a document for {@code --cli-input-json} or {@code -yaml}, and of options over it. */
final class AwsInput {
    private static final String STRUCTURE = "InventoryConfiguration";
    private static final XmlNames NO_XML = new XmlNames("Parameters", Map.of(), Map.of(), Map.of());

    private final CommandLine commandLine;
    private final AwsOperation operation;
    private final Map<String, String> texts;
    private final Optional<Node> structure;

    private AwsInput(
            CommandLine commandLine, AwsOperation operation, Map<String, String> texts, Optional<Node> structure) {
        this.commandLine = commandLine;
        this.operation = operation;
        this.texts = Map.copyOf(texts);
        this.structure = structure;
    }

    /** The parameters that are given as options. */
    static AwsInput ofOptions(CommandLine commandLine, AwsOperation operation) {
        Map<String, String> texts = new HashMap<>();
        for (String parameter : parameters(operation)) {
            String value = commandLine.getParseResult().matchedOptionValue(AwsOperation.option(parameter), null);
            if (value != null) {
                texts.put(parameter, value);
            }
        }
        return new AwsInput(commandLine, operation, texts, Optional.empty());
    }

    /** These parameters, and the others as the document {@code value} of {@code option} has them. */
    AwsInput over(String option, String value, DocumentFormat format) {
        OptionDocument document = OptionDocument.of(option, value, format);
        Problems problems = new Problems(option, Refusal.INVALID_DEFINITION);
        MemberReader reader = MemberReader.of(Documents.parse(document.content(), format, NO_XML, problems), problems);
        Map<String, String> merged = new HashMap<>();
        Optional<Node> structureOfDocument = Optional.empty();
        for (String parameter : parameters(operation)) {
            if (parameter.equals(STRUCTURE)) {
                structureOfDocument = reader.member(parameter);
            } else {
                reader.text(parameter).ifPresent(text -> merged.put(parameter, text));
            }
        }
        reader.refuseUnknown();
        problems.throwIfAny();
        merged.putAll(texts);
        return new AwsInput(commandLine, operation, merged, structureOfDocument);
    }

    /** A parameter that may be absent. */
    Optional<String> text(String parameter) {
        return Optional.ofNullable(texts.get(parameter));
    }

    /** A parameter that {@link #require} has found. */
    String required(String parameter) {
        return text(parameter).orElseThrow();
    }

    /** The structure of the document; empty where there is none or where its option is given, which is a text. */
    Optional<Node> structure() {
        return texts.containsKey(STRUCTURE) ? Optional.empty() : structure;
    }

    /** Refuses the command line where one of {@code parameters} is not given. */
    void require(List<String> parameters) {
        List<String> missing = parameters.stream()
                .filter(parameter ->
                        !texts.containsKey(parameter) && !(parameter.equals(STRUCTURE) && structure.isPresent()))
                .map(AwsOperation::option)
                .toList();
        if (!missing.isEmpty()) {
            throw new ParameterException(
                    commandLine,
                    missing.stream().collect(joining(" and "))
                            + (missing.size() == 1 ? " is missing." : " are missing."));
        }
    }

    private static List<String> parameters(AwsOperation operation) {
        return java.util.stream.Stream.concat(operation.required().stream(), operation.optional().stream())
                .toList();
    }
}
