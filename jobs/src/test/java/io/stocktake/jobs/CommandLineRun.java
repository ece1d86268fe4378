package io.stocktake.jobs;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One command line, run as the user types it: what it prints where, and its exit status. */
record CommandLineRun(int status, String out, String err) {
    static CommandLineRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Stocktake.run(new PrintWriter(out), new PrintWriter(err), Terminal.none(), arguments);
        return new CommandLineRun(status, out.toString(), err.toString());
    }

    /** A run that prints {@code out} and is done. */
    static CommandLineRun done(String out) {
        return new CommandLineRun(0, out, "");
    }

    /** A run that is refused with {@code message}, before anything was started. */
    static CommandLineRun refused(String message) {
        return new CommandLineRun(2, "", message + "\n");
    }
}
