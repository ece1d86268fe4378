package io.stocktake.jobs;

import io.stocktake.config.document.Warning;

/** A warning as a command prints it. */
final class WarningText {
    private WarningText() {}

    /** One line, told from a problem by its beginning. */
    static String of(Warning warning) {
        return "Warning: " + warning;
    }
}
