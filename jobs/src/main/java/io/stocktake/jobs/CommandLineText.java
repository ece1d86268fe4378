package io.stocktake.jobs;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Text that a person can paste into a shell. */
final class CommandLineText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLineText() {}

    /** The path as one word of a shell. */
    static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
