package io.stocktake.config.document;

import java.util.Optional;

/** The notation of a definition document, told by its file name. */
public enum DocumentFormat {
    JSON("json"),
    YAML("yaml"),
    XML("xml");

    private final String extension;

    DocumentFormat(String extension) {
        this.extension = extension;
    }

    /** The extension that a new file of this format gets, without its dot. */
    public String extension() {
        return extension;
    }

    /** The format that the extension of {@code fileName} tells ({@code .yml} is YAML too), or empty for any other. */
    public static Optional<DocumentFormat> ofFileName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return switch (dot < 0 ? "" : fileName.substring(dot + 1)) {
            case "json" -> Optional.of(JSON);
            case "yaml", "yml" -> Optional.of(YAML);
            case "xml" -> Optional.of(XML);
            default -> Optional.empty();
        };
    }
}
