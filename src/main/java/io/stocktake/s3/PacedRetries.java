package io.stocktake.s3;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;

/**
 * The SDK's retries, held to a {@link RequestRate}: each attempt waits for it before it is signed, and each answer is
 * counted. Thread-safe. For clients that block, since it waits in the thread that asks.
 *
 * <p>Where requests may be repeated, a request to slow down uses up none of the attempts: it is repeated as long as the
 * store does anything else that this process asks for.
 */
final class PacedRetries implements RetryStrategy {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** What to do with a request that the store was too busy for. */
    private enum TooMany {
        REPEATED,
        AS_ANY_FAILURE
    }

    /**
     * The state of one request.
     *
     * @param ofFailures that of the SDK's strategy, which counts the other failures
     * @param refusals how often the store asked to slow down
     * @param refusedSince when it did so first, in the nanoseconds of the time
     */
    private record Token(RetryToken ofFailures, int refusals, long refusedSince) implements RetryToken {}

    private final RetryStrategy failures;
    private final RequestRate rate;
    private final RequestRate.Time time;
    private final Duration patience;
    private final TooMany tooMany;

    private PacedRetries(
            RetryStrategy failures, RequestRate rate, RequestRate.Time time, Duration patience, TooMany tooMany) {
        this.failures = failures;
        this.rate = rate;
        this.time = time;
        this.patience = patience;
        this.tooMany = tooMany;
    }

    /**
     * For requests that may be sent twice.
     *
     * @param failures what is repeated otherwise, and how often
     * @param patience how long a store may ask to slow down and do nothing else
     */
    static PacedRetries repeating(RetryStrategy failures, RequestRate rate, RequestRate.Time time, Duration patience) {
        return new PacedRetries(failures, rate, time, patience, TooMany.REPEATED);
    }

    /** For requests that are repeated only as that strategy says: they are paced and counted, nothing else. */
    static PacedRetries pacing(RetryStrategy failures, RequestRate rate, RequestRate.Time time) {
        return new PacedRetries(failures, rate, time, Duration.ZERO, TooMany.AS_ANY_FAILURE);
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        take();
        AcquireInitialTokenResponse first = failures.acquireInitialToken(request);
        return AcquireInitialTokenResponse.create(new Token(first.token(), 0, 0), first.delay());
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        if (request.failure() instanceof AwsServiceException answer) {
            if (!SlowDownException.isAskedBy(answer)) {
                // A server's own error says nothing of the rate, neither way.
                if (answer.statusCode() < 500) {
                    rate.accepted();
                }
            } else {
                rate.refused();
                if (tooMany == TooMany.REPEATED) {
                    return refused(request, answer);
                }
            }
        }
        return failed(request);
    }

    private RefreshRetryTokenResponse refused(RefreshRetryTokenRequest request, AwsServiceException answer) {
        Token token = (Token) request.token();
        long now = time.nanoseconds();
        long since = token.refusals() == 0 ? now : token.refusedSince();
        long silent = Math.min(now - since, now - rate.acceptedAt());
        if (silent >= patience.toNanos()) {
            throw new SlowDownException(patience, answer);
        }
        int refusals = token.refusals() + 1;
        sleep(pause(refusals, request.suggestedDelay().orElse(Duration.ZERO)));
        take();
        return RefreshRetryTokenResponse.create(new Token(token.ofFailures(), refusals, since), Duration.ZERO);
    }

    private RefreshRetryTokenResponse failed(RefreshRetryTokenRequest request) {
        Token token = (Token) request.token();
        RefreshRetryTokenResponse next = failures.refreshRetryToken(
                request.toBuilder().token(token.ofFailures()).build());
        take();
        return RefreshRetryTokenResponse.create(
                new Token(next.token(), token.refusals(), token.refusedSince()), next.delay());
    }

    /** The rate holds all requests back; a pause keeps those that were refused together from coming back together. */
    private Duration pause(int refusals, Duration suggested) {
        Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(refusals, 10));
        if (longest.compareTo(LONGEST_PAUSE) > 0) {
            longest = LONGEST_PAUSE;
        }
        Duration pause = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis() + 1));
        // A store that wants to be left alone for longer than it has patience with is asked once more.
        Duration wanted = suggested.compareTo(patience) > 0 ? patience : suggested;
        return pause.compareTo(wanted) > 0 ? pause : wanted;
    }

    private void take() {
        try {
            rate.take();
        } catch (InterruptedException stopped) {
            throw aborted(stopped);
        }
    }

    private void sleep(Duration pause) {
        try {
            time.sleep(pause.toNanos());
        } catch (InterruptedException stopped) {
            throw aborted(stopped);
        }
    }

    private static AbortedException aborted(InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return AbortedException.create("the task was stopped while it waited for the store", stopped);
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        rate.accepted();
        Token token = (Token) request.token();
        failures.recordSuccess(RecordSuccessRequest.create(token.ofFailures()));
        return RecordSuccessResponse.create(token);
    }

    @Override
    public int maxAttempts() {
        return failures.maxAttempts();
    }

    /** The strategies within know what the client retries. */
    @Override
    public boolean useClientDefaults() {
        return false;
    }

    @Override
    public Builder<?, ?> toBuilder() {
        throw new UnsupportedOperationException("it is made for one connection");
    }

    @Override
    public void close() {
        failures.close();
    }
}
