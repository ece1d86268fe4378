package io.stocktake.jobs;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What standard error leads to.
 *
 * @param columns the width of a terminal in characters; absent where nobody watches and lines go to a file or a pipe
 */
record Terminal(OptionalInt columns) {
    /** Set by spark-submit.sh where standard error is a terminal: its width. Java 17 itself can only tell for standard output. */
    static final String COLUMNS_VARIABLE = "STOCKTAKE_TERMINAL_COLUMNS";

    private static final int NARROWEST = 40;

    /** Nobody watches. */
    static Terminal none() {
        return new Terminal(OptionalInt.empty());
    }

    /** The terminal that {@code environment} describes. */
    static Terminal of(Map<String, String> environment) {
        String columns = environment.getOrDefault(COLUMNS_VARIABLE, "");
        if (!columns.matches("[0-9]{1,4}")) {
            return none();
        }
        return new Terminal(OptionalInt.of(Math.max(NARROWEST, Integer.parseInt(columns))));
    }
}
