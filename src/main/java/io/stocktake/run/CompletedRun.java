package io.stocktake.run;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A run that has ended, as its record at stores.yaml's {@code operations} tells of it. Immutable, and free of secrets.
 *
 * @param run its name
 * @param subject what it was a run of
 * @param start when it began, to the millisecond
 * @param end when it ended, to the millisecond
 * @param outcome how it ended
 * @param message what there is to say about that, for people
 * @param counts what it did
 * @param report what it delivered, such as {@code s3a://reports/…/manifest.json}; empty where it left nothing
 */
public record CompletedRun(
        RunId run,
        RunSubject subject,
        Instant start,
        Instant end,
        RunOutcome outcome,
        String message,
        RunCounts counts,
        Optional<String> report) {

    /** The most characters of a message that a record keeps. */
    public static final int LONGEST_MESSAGE = 4096;

    public CompletedRun {
        requireNonNull(run, "run");
        requireNonNull(subject, "subject");
        start = start.truncatedTo(ChronoUnit.MILLIS);
        end = end.truncatedTo(ChronoUnit.MILLIS);
        requireNonNull(outcome, "outcome");
        message = shortened(message);
        requireNonNull(counts, "counts");
        requireNonNull(report, "report");
    }

    /** Where its record is. */
    public RunName name() {
        return new RunName(
                subject.accountId(),
                subject.region(),
                subject.bucket(),
                subject.job(),
                subject.definition(),
                start,
                outcome,
                run);
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_MESSAGE) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_MESSAGE - 1)) + "…";
    }
}
