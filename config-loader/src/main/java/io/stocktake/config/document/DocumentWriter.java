package io.stocktake.config.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.UncheckedIOException;

/** Writes a tree in each notation; {@link Documents#parse} reads it back as it was. */
public final class DocumentWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private DocumentWriter() {}

    /** The tree in {@code format}, ending in a line feed. */
    public static String write(JsonNode tree, DocumentFormat format, XmlNames names) {
        return switch (format) {
            case JSON -> json(tree);
            case YAML -> yaml(tree);
            case XML -> xml(tree, names);
        };
    }

    /** JSON as the AWS CLI prints it: four spaces, nothing in {@code {}}. */
    public static String json(JsonNode tree) {
        DefaultIndenter lines = new DefaultIndenter("    ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentObjectsWith(lines);
        printer.indentArraysWith(lines);
        try {
            return JSON.writer(printer).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("Cannot write a tree in memory", impossible);
        }
    }

    /** JSON for programs, on one line. */
    public static String jsonLine(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("Cannot write a tree in memory", impossible);
        }
    }

    /** YAML, every text in quotes, so that no reader takes {@code 012} for a number. */
    public static String yaml(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("Cannot write a tree in memory", impossible);
        }
    }

    /**
     * XML in the namespace of S3.
     *
     * @throws IllegalArgumentException where a text holds a character that XML 1.0 cannot express
     */
    public static String xml(JsonNode tree, XmlNames names) {
        return XmlText.of(tree, names);
    }
}
