package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends what makes a version once, and finds out what became of it where the answer was lost. Thread-safe.
 *
 * <p>Where current objects are replicated, the destination may have no versions to lose nothing in: then each write also
 * carries a condition, as long as the store proves to honour it.
 */
final class VersionMaker {
    private static final Map<String, String> UNCONDITIONAL = Map.of();

    private final Ends ends;
    private final AtomicBoolean isConditionHonoured = new AtomicBoolean(true);

    VersionMaker(Ends ends) {
        this.ends = ends;
    }

    /**
     * Makes a version on top of {@code before}.
     *
     * @param expected what is made, asked for only where an answer was lost
     * @param send one attempt with these headers as its condition, through the client that repeats nothing
     */
    Made make(
            Request request,
            ListedVersion version,
            Top before,
            Supplier<Expected> expected,
            Function<Map<String, String>, Made> send) {
        return ends.make(
                request,
                version,
                () -> sendUnderCondition(request, version, before, send),
                () -> landed(version, before, expected.get()).map(Made::of));
    }

    private Made sendUnderCondition(
            Request request, ListedVersion version, Top before, Function<Map<String, String>, Made> send) {
        Map<String, String> condition = condition(request, before);
        try {
            return send.apply(condition);
        } catch (SdkException failure) {
            boolean isRefused = FailureCodes.status(failure) == FailureCodes.PRECONDITION_FAILED
                    || FailureCodes.status(failure) == FailureCodes.NOT_IMPLEMENTED;
            if (condition.isEmpty() || !isRefused) {
                throw failure;
            }
            if (!isUnchanged(version, before)) {
                throw ends.destinationChanged(request, version, failure);
            }
            // Ceph 16 answers 412 to every If-Match in a bucket with versions, others do not know the headers.
            isConditionHonoured.set(false);
            return send.apply(UNCONDITIONAL);
        }
    }

    private Map<String, String> condition(Request request, Top before) {
        if (ends.isHistory() || request == Request.DELETE_OBJECT || !isConditionHonoured.get()) {
            return UNCONDITIONAL;
        }
        return switch (before.kind()) {
            case NOTHING, DELETE_MARKER -> Map.of("If-None-Match", "*");
            // Ceph 16 compares with the bare ETag only; AWS takes it with quotes.
            case OBJECT -> Map.of("If-Match", ends.isDestinationAws() ? "\"" + before.eTag() + "\"" : before.eTag());
        };
    }

    private boolean isUnchanged(ListedVersion version, Top before) {
        return before.isStill(ends.list(version, () -> ends.destinationEntries().newest(version.key())));
    }

    /** A version that was not there before the attempt, and is what the attempt makes. */
    private Optional<ListedVersion> landed(ListedVersion version, Top before, Expected expected) {
        return ends.list(version, () -> ends.destinationEntries().newestUntil(version.key(), before::isEntry)).stream()
                .filter(expected::matches)
                .findFirst();
    }
}
