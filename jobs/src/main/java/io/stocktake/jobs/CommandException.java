package io.stocktake.jobs;

/** Ends a command: a message for the person who started it, and the exit status for the program that did. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    private CommandException(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The command line or the definitions are at fault, and nothing was started. */
    static CommandException refused(String message) {
        return new CommandException(ExitStatus.REFUSED, message, null);
    }

    /** The command line or the definitions are at fault, and nothing was started; {@code cause} shows with --verbose. */
    static CommandException refused(String message, Throwable cause) {
        return new CommandException(ExitStatus.REFUSED, message, cause);
    }

    /** What was started did not come to its end. */
    static CommandException failed(String message, Throwable cause) {
        return new CommandException(ExitStatus.FAILED, message, cause);
    }

    ExitStatus status() {
        return status;
    }
}
