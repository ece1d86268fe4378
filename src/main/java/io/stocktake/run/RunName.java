package io.stocktake.run;

import static java.util.Objects.requireNonNull;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the key of a completed run's record tells of it: {@code run-records/accountid=<account>/region=<region>/<bucket>/
 * <job>/<definition>/<start>-<outcome>-<run>.json}. A listing alone shows when a definition last succeeded.
 *
 * @param accountId the account of the bucket's store
 * @param region the Region of the bucket's store
 * @param bucket the name of the bucket
 * @param job the job
 * @param definition the definition's name
 * @param start when the run began, to the millisecond
 * @param outcome how it ended
 * @param run its name
 */
public record RunName(
        String accountId,
        String region,
        String bucket,
        Job job,
        String definition,
        Instant start,
        RunOutcome outcome,
        RunId run) {

    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern FILE =
            Pattern.compile("([0-9]{8}T[0-9]{6}\\.[0-9]{3}Z)-([a-z]+)-([0-9a-f]{12})\\.json");
    private static final int STEPS = 4;

    public RunName {
        requireNonNull(accountId, "accountId");
        requireNonNull(region, "region");
        requireNonNull(bucket, "bucket");
        requireNonNull(job, "job");
        requireNonNull(definition, "definition");
        requireNonNull(start, "start");
        requireNonNull(outcome, "outcome");
        requireNonNull(run, "run");
    }

    /** The folder, slash included, of all records of an account's buckets in a Region; behind the place's prefix. */
    static String folder(String accountId, String region) {
        return "run-records/accountid=" + accountId + "/region=" + region + "/";
    }

    /** The key, behind the place's prefix. */
    String key() {
        return folder(accountId, region) + bucket + "/" + job.commandName() + "/" + encoded(definition) + "/" + file();
    }

    /** The last part of the key. */
    public String file() {
        return START.format(start) + "-" + outcome.word() + "-" + run + ".json";
    }

    /**
     * The name in a key.
     *
     * @param steps the key behind {@link #folder}
     * @return empty where it is another object's
     */
    static Optional<RunName> of(String accountId, String region, String steps) {
        String[] parts = steps.split("/", -1);
        if (parts.length != STEPS) {
            return Optional.empty();
        }
        Matcher file = FILE.matcher(parts[3]);
        Optional<Job> job = Job.of(parts[1]);
        Optional<String> definition = decoded(parts[2]);
        if (!file.matches() || job.isEmpty() || definition.isEmpty()) {
            return Optional.empty();
        }
        return start(file.group(1))
                .flatMap(start -> RunOutcome.of(file.group(2))
                        .map(outcome -> new RunName(
                                accountId,
                                region,
                                parts[0],
                                job.get(),
                                definition.get(),
                                start,
                                outcome,
                                new RunId(file.group(3)))));
    }

    private static Optional<Instant> start(String text) {
        try {
            return Optional.of(START.parse(text, Instant::from));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** A dot at its beginning is encoded too: a step of {@code .} or {@code ..} is no name to HTTP. */
    private static String encoded(String definition) {
        String encoded = URLEncoder.encode(definition, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
    }

    private static Optional<String> decoded(String step) {
        try {
            return Optional.of(URLDecoder.decode(step, StandardCharsets.UTF_8))
                    .filter(definition -> encoded(definition).equals(step));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.empty();
        }
    }
}
