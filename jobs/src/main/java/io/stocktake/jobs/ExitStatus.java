package io.stocktake.jobs;

/** What the process tells its caller when it ends. */
enum ExitStatus {
    /** Everything that was asked for is done. */
    DONE(0),
    /** The run failed; what it says on standard error is why. */
    FAILED(1),
    /** The command line or the definitions are refused; nothing was started. */
    REFUSED(2),
    /** The run finished, and some objects failed; they are in its report. */
    INCOMPLETE(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /** The number for {@code System.exit}. */
    int code() {
        return code;
    }
}
