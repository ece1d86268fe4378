package io.stocktake.jobs;

import io.stocktake.config.document.InvalidDefinitionException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says why a command did not come to its end: for people in one message, with {@code --verbose} the stack trace too. */
final class ExecutionErrors implements IExecutionExceptionHandler {
    /** How deep a chain of causes is followed; one that is longer goes in a circle. */
    private static final int LONGEST_CHAIN = 50;

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult result) {
        tell(commandLine.getCommandName(), failure, commandLine);
        return status(sayable(failure).orElse(failure)).code();
    }

    /** Says on standard error why {@code what} did not come to its end. */
    static void tell(String what, Exception failure, CommandLine commandLine) {
        PrintWriter err = commandLine.getErr();
        boolean verbose = verbose(commandLine.getParseResult());
        err.println(
                sentence(what, failure) + (verbose || sayable(failure).isPresent() ? "" : " (--verbose shows where)"));
        if (verbose) {
            failure.printStackTrace(err);
        }
    }

    /** Why {@code what} did not come to its end, for people. */
    static String sentence(String what, Exception failure) {
        return sayable(failure).map(Throwable::getMessage).orElseGet(() -> "Cannot finish " + what + ": " + failure);
    }

    private static ExitStatus status(Throwable said) {
        if (said instanceof CommandException command) {
            return command.status();
        }
        return said instanceof InvalidDefinitionException ? ExitStatus.REFUSED : ExitStatus.FAILED;
    }

    /**
     * The failure to tell of: the outermost that speaks to people. Spark wraps what a task says in exceptions of its own,
     * a layer each.
     */
    private static Optional<Throwable> sayable(Throwable failure) {
        Throwable current = failure;
        for (int depth = 0; current != null && depth < LONGEST_CHAIN; depth++) {
            if (speaksToPeople(current)) {
                return Optional.of(current);
            }
            current = current.getCause();
        }
        return Optional.empty();
    }

    /** Our messages begin with "Cannot"; so do those of the JVM about a defect, which are for programmers. */
    private static boolean speaksToPeople(Throwable failure) {
        if (failure instanceof CommandException) {
            return true;
        }
        return failure.getMessage() != null
                && failure.getMessage().startsWith("Cannot ")
                && !(failure instanceof NullPointerException)
                && !(failure instanceof ClassCastException);
    }

    /** Whether {@code --verbose} was given, before or behind the command. */
    static boolean verbose(ParseResult result) {
        ParseResult current = result;
        while (current != null) {
            if (current.hasMatchedOption("--verbose")) {
                return true;
            }
            current = current.subcommand();
        }
        return false;
    }
}
