package io.stocktake.jobs;

import io.stocktake.config.document.DocumentFormat;
import io.stocktake.config.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The document that an option has for its value: as text, or in the file that {@code file://} names, as with the AWS CLI.
 */
final class OptionDocument {
    private static final String FILE = "file://";

    private final byte[] content;
    private final DocumentFormat format;

    private OptionDocument(byte[] content, DocumentFormat format) {
        this.content = content;
        this.format = format;
    }

    /** The bytes, which nobody changes. */
    byte[] content() {
        return content;
    }

    /** What the name of the file tells, or else what the option takes. */
    DocumentFormat format() {
        return format;
    }

    /** Reads the value of {@code option}, which is of {@code format} unless its file is named otherwise. */
    static OptionDocument of(String option, String value, DocumentFormat format) {
        if (value.startsWith("fileb://")) {
            throw refused(option, value, "fileb:// is for binary values; write file://", null);
        }
        if (!value.startsWith(FILE)) {
            return new OptionDocument(value.getBytes(StandardCharsets.UTF_8), format);
        }
        String name = value.substring(FILE.length());
        try {
            Path file = Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
            if (Files.isDirectory(file)) {
                throw refused(option, value, "it is a directory", null);
            }
            try (InputStream content = Files.newInputStream(file)) {
                return new OptionDocument(
                        Documents.read(content, option),
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
