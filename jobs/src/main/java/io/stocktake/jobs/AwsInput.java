package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.MemberReader;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The parameters of one request: of a document for {@code --cli-input-json} or {@code -yaml}, and of options over it.
 *
 * <p>A file that an option names is read once, so that it may be a pipe. Not for several threads.
 */
final class AwsInput {
    private static final XmlNames NO_XML = new XmlNames("Parameters", Map.of(), Map.of(), Map.of());

    private final CommandLine commandLine;
    private final AwsOperation operation;
    private final Map<String, String> texts;
    private final Map<String, Node> nodes;
    private final Map<String, OptionDocument> documents = new HashMap<>();

    private AwsInput(
            CommandLine commandLine, AwsOperation operation, Map<String, String> texts, Map<String, Node> nodes) {
        this.commandLine = commandLine;
        this.operation = operation;
        this.texts = Map.copyOf(texts);
        this.nodes = Map.copyOf(nodes);
    }

    /** The parameters that are given as options. */
    static AwsInput ofOptions(CommandLine commandLine, AwsOperation operation) {
        Map<String, String> texts = new HashMap<>();
        for (String parameter : operation.parameters()) {
            String value = commandLine.getParseResult().matchedOptionValue(AwsOperation.option(parameter), null);
            if (value != null) {
                texts.put(parameter, value);
            }
        }
        return new AwsInput(commandLine, operation, texts, Map.of());
    }

    /** These parameters, and the others as the document {@code value} of {@code option} has them. */
    AwsInput over(String option, String value, DocumentFormat format) {
        OptionDocument document = OptionDocument.of(option, value, format);
        Problems problems = new Problems(option, Refusal.INVALID_DEFINITION);
        MemberReader reader = MemberReader.of(Documents.parse(document.content(), format, NO_XML, problems), problems);
        Map<String, String> merged = new HashMap<>();
        Map<String, Node> untouched = new HashMap<>();
        for (String parameter : operation.parameters()) {
            if (AwsOperation.isText(parameter)) {
                reader.text(parameter).ifPresent(text -> merged.put(parameter, text));
            } else {
                reader.member(parameter).ifPresent(node -> untouched.put(parameter, node));
            }
        }
        reader.refuseUnknown();
        problems.throwIfAny();
        merged.putAll(texts);
        return new AwsInput(commandLine, operation, merged, untouched);
    }

    /** These parameters, and {@code parameter} as {@code text} where there is one. */
    AwsInput with(String parameter, Optional<String> text) {
        Map<String, String> more = new HashMap<>(texts);
        text.ifPresent(it -> more.put(parameter, it));
        return new AwsInput(commandLine, operation, more, nodes);
    }

    /** Whether the parameter is given, rightly or wrongly. */
    boolean has(String parameter) {
        return texts.containsKey(parameter) || nodes.containsKey(parameter);
    }

    /** A parameter that may be absent. */
    Optional<String> text(String parameter) {
        return Optional.ofNullable(texts.get(parameter));
    }

    /** A parameter that {@link #require} has found. */
    String required(String parameter) {
        return text(parameter).orElseThrow();
    }

    /** The document that the option of a structure gives; empty where the structure is a part of a larger document. */
    Optional<OptionDocument> document(String parameter) {
        return text(parameter)
                .map(value -> documents.computeIfAbsent(
                        parameter,
                        it -> OptionDocument.of(AwsOperation.option(parameter), value, DocumentFormat.JSON)));
    }

    /** A structure that is no document of its own: a part of a larger one, or in the AWS CLI's shorthand. */
    Optional<Node> structure(String parameter) {
        Optional<OptionDocument> document = document(parameter);
        return document.isPresent()
                ? document.get().shorthand(NodePath.ROOT)
                : Optional.ofNullable(nodes.get(parameter));
    }

    /** All parameters that are given, as members of one request. */
    Node request() {
        Map<String, Node> members = new LinkedHashMap<>();
        for (String parameter : operation.parameters()) {
            NodePath path = NodePath.ROOT.member(parameter);
            if (!texts.containsKey(parameter)) {
                Optional.ofNullable(nodes.get(parameter)).ifPresent(node -> members.put(parameter, node));
            } else if (AwsOperation.isStructure(parameter)) {
                members.put(parameter, document(parameter).orElseThrow().node(path));
            } else {
                members.put(parameter, new Node.Scalar(path, Node.Kind.UNTYPED, texts.get(parameter)));
            }
        }
        return new Node.Members(NodePath.ROOT, members);
    }

    /** Refuses the command line where one of {@code parameters} is not given. */
    void require(List<String> parameters) {
        List<String> missing = parameters.stream()
                .filter(parameter -> !has(parameter))
                .map(AwsOperation::option)
                .toList();
        if (!missing.isEmpty()) {
            throw new ParameterException(
                    commandLine,
                    missing.stream().collect(joining(" and "))
                            + (missing.size() == 1 ? " is missing." : " are missing."));
        }
    }
}
