package io.stocktake.jobs;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Text as a person can paste it into a shell, or read it on one line. */
final class CommandLineText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private CommandLineText() {}

    /** The path as one word of a shell. */
    static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The text without line breaks and other control characters, which stand as in JSON. */
    static String onOneLine(String text) {
        return text.codePoints()
                .mapToObj(character -> Character.isISOControl(character)
                        ? String.format("\\u%04x", character)
                        : Character.toString(character))
                .collect(joining());
    }
}
