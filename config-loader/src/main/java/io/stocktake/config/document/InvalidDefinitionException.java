package io.stocktake.config.document;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One or several definition documents are refused; {@link #problems} has every reason, in the order in which AWS checks.
 *
 * <p>The message lists them all, one a line, and holds no secret.
 */
public final class InvalidDefinitionException extends RuntimeException {

    private final transient List<Problem> problems;

    /**
     * Refuses for {@code problems}.
     *
     * @param problems not empty
     */
    public InvalidDefinitionException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        List<String> documents =
                problems.stream().map(Problem::document).distinct().toList();
        String number = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        if (documents.size() == 1) {
            return "Cannot read " + documents.get(0) + ": " + number
                    + lines(problems.stream().map(Problem::line));
        }
        return "Cannot read " + documents.size() + " documents: " + number
                + lines(problems.stream().map(Problem::toString));
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> "\n  " + line).collect(Collectors.joining());
    }
}
