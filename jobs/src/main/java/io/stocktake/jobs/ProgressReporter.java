package io.stocktake.jobs;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on standard error how far a run has come: on a terminal in one line that is written over, elsewhere in a line of its
 * own every 30 seconds.
 */
final class ProgressReporter implements AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration ELSEWHERE = Duration.ofSeconds(30);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private ProgressReporter(PrintWriter err, Terminal terminal, Supplier<? extends ProgressLine> progress) {
        this.err = err;
        this.terminal = terminal;
        this.thread = new Thread(() -> report(progress), "progress");
        thread.setDaemon(true);
    }

    /** Begins to report; {@code progress} is asked from another thread. */
    static ProgressReporter start(PrintWriter err, Terminal terminal, Supplier<? extends ProgressLine> progress) {
        ProgressReporter reporter = new ProgressReporter(err, terminal, progress);
        reporter.thread.start();
        return reporter;
    }

    private void report(Supplier<? extends ProgressLine> progress) {
        Duration period = terminal.columns().isPresent() ? ON_TERMINAL : ELSEWHERE;
        try {
            while (!closed.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                err.print(text(progress.get(), terminal));
                err.flush();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is printed to report {@code now} on {@code terminal}. */
    static String text(ProgressLine now, Terminal terminal) {
        if (terminal.columns().isEmpty()) {
            return now.line() + "\n";
        }
        // The last column stays free: some terminals begin a new line when it is written.
        int room = terminal.columns().getAsInt() - 1;
        String line = now.line();
        return CLEAR_LINE + (line.codePointCount(0, line.length()) <= room ? line : shortened(line, room));
    }

    /** What is at the end matters more than the whole of a long name. */
    private static String shortened(String line, int room) {
        int end = line.lastIndexOf(": ");
        int excess = line.codePointCount(0, line.length()) - room + 1;
        int kept = Math.max(0, line.codePointCount(0, end) - excess);
        String shorter = line.substring(0, line.offsetByCodePoints(0, kept)) + "…" + line.substring(end);
        int length = shorter.codePointCount(0, shorter.length());
        return shorter.substring(0, shorter.offsetByCodePoints(0, Math.min(room, length)));
    }

    /** Ends the reports and leaves an empty line on the terminal for what comes next. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (terminal.columns().isPresent()) {
            err.print(CLEAR_LINE);
        }
        err.flush();
    }
}
