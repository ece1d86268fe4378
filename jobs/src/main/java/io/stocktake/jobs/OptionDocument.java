package io.stocktake.jobs;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import io.stocktake.config.document.Node;
import io.stocktake.config.document.NodePath;
import io.stocktake.config.document.Problems;
import io.stocktake.config.document.Refusal;
import io.stocktake.config.document.XmlNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The document that an option has for its value: as text, or in the file that {@code file://} names, as with the AWS CLI.
 */
final class OptionDocument {
    private static final String FILE = "file://";

    /** Structures of resource data syncs have no XML. */
    private static final XmlNames NO_XML = new XmlNames("Structure", Map.of(), Map.of(), Map.of());

    private final String option;
    private final Origin origin;
    private final byte[] content;
    private final DocumentFormat format;

    private enum Origin {
        COMMAND_LINE,
        FILE
    }

    private OptionDocument(String option, Origin origin, byte[] content, DocumentFormat format) {
        this.option = option;
        this.origin = origin;
        this.content = content;
        this.format = format;
    }

    /** The bytes, which nobody changes; not many more than a document may have, for whoever parses it to refuse. */
    byte[] content() {
        return content;
    }

    /** What the name of the file tells, or else what the option takes. */
    DocumentFormat format() {
        return format;
    }

    /**
     * The structure, where the command line has it in the AWS CLI's shorthand.
     *
     * @param path where it stands in its request
     */
    Optional<Node> shorthand(NodePath path) {
        String text = origin == Origin.COMMAND_LINE ? new String(content, StandardCharsets.UTF_8) : "";
        return ShorthandSyntax.matches(text)
                ? Optional.of(ShorthandSyntax.parse(option, text, path))
                : Optional.empty();
    }

    /**
     * The structure in JSON, YAML or shorthand.
     *
     * @param path where it stands in its request
     */
    Node node(NodePath path) {
        if (format == DocumentFormat.XML) {
            throw CommandException.refused(
                    "Cannot read " + option + ": AWS has no XML of it. Name a file that ends in .json or .yaml.");
        }
        return shorthand(path).orElseGet(() -> {
            Problems problems = new Problems(option, Refusal.INVALID_DEFINITION);
            Node structure = Documents.parse(content, format, NO_XML, problems);
            problems.throwIfAny();
            return structure.at(path);
        });
    }

    /** Reads the value of {@code option}, which is of {@code format} unless its file is named otherwise. */
    static OptionDocument of(String option, String value, DocumentFormat format) {
        if (value.startsWith("fileb://")) {
            throw refused(option, value, "fileb:// is for binary values; write file://", null);
        }
        if (!value.startsWith(FILE)) {
            return new OptionDocument(option, Origin.COMMAND_LINE, value.getBytes(StandardCharsets.UTF_8), format);
        }
        String name = value.substring(FILE.length());
        try {
            Path file = Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
            if (Files.isDirectory(file)) {
                throw refused(option, value, "it is a directory", null);
            }
            try (InputStream content = Files.newInputStream(file)) {
                return new OptionDocument(
                        option,
                        Origin.FILE,
                        content.readNBytes(Documents.MOST_BYTES + 1),
                        DocumentFormat.ofFileName(name).orElse(format));
            }
        } catch (NoSuchFileException absent) {
            throw refused(option, value, "there is no such file", absent);
        } catch (AccessDeniedException denied) {
            throw refused(option, value, "permission denied", denied);
        } catch (IOException | InvalidPathException unreadable) {
            throw refused(option, value, unreadable.getMessage(), unreadable);
        }
    }

    private static CommandException refused(String option, String value, String why, Exception cause) {
        return CommandException.refused("Cannot read " + option + " \"" + value + "\": " + why + ".", cause);
    }
}
