package io.stocktake.config.document;

import static java.util.Objects.requireNonNull;

/**
 * Something in a valid document that may not be what its author wants. Nothing is refused for it.
 *
 * @param document the file's name or path, or a name for what the caller passed
 * @param path where in the document, as in {@link Problem#path}
 * @param message what to think of
 */
public record Warning(String document, String path, String message) {

    public Warning {
        requireNonNull(document, "document");
        requireNonNull(path, "path");
        requireNonNull(message, "message");
    }

    /** The warning in one line. */
    @Override
    public String toString() {
        return document + ": " + path + ": " + message;
    }
}
