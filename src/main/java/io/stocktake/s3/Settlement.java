package io.stocktake.s3;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends a request that makes a version until it is certain that one was made.
 *
 * <p>An answer that is lost, a 5xx, or a 200 with an error in its body say nothing about what the store did. Sending
 * again could make a second version, so after each of them the store is asked whether the first has landed.
 */
public final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);
    private static final int ATTEMPTS = 10;

    /** With their pauses about half a minute. */
    private static final int ROUNDS_AFTER_TIMEOUT = 5;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    /** Answers below 500 that do not refuse the request: it was too much, too slow, or beside another. */
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "OperationAborted",
            "ConditionalRequestConflict");

    private static final int REQUEST_TIMEOUT = 408;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int TOO_MANY_REQUESTS = 429;

    private Settlement() {}

    /**
     * The result of {@code send}, or of {@code landed} where the answer was lost.
     *
     * @param send one attempt, through a client that does not repeat it
     * @param landed what the store has, if it has what {@code send} would make
     */
    public static <T> T settle(Supplier<T> send, Supplier<Optional<T>> landed) {
        for (int attempt = 1; ; attempt++) {
            try {
                return send.get();
            } catch (SdkException failure) {
                if (!isDoubtful(failure)) {
                    throw failure;
                }
                // What is asked at once may be answered before the first attempt takes effect.
                pause(attempt, failure);
                Optional<T> result = isTimeout(failure) ? landedLate(landed, failure) : landed.get();
                if (result.isPresent()) {
                    return result.get();
                }
                // An upload that is gone, and no object in its place: no repetition brings either back.
                if (attempt == ATTEMPTS || isNoSuchUpload(failure)) {
                    throw failure;
                }
                LOG.warn(
                        "A request that makes a version got no answer, and has not landed; attempt {} of {}: {}",
                        attempt,
                        ATTEMPTS,
                        failure.getMessage());
            }
        }
    }

    /** After a timeout the store may still be at work, so it is asked for a while. */
    private static <T> Optional<T> landedLate(Supplier<Optional<T>> landed, SdkException failure) {
        Optional<T> result = landed.get();
        for (int round = 1; result.isEmpty() && round <= ROUNDS_AFTER_TIMEOUT; round++) {
            pause(round + 2, failure);
            result = landed.get();
        }
        return result;
    }

    private static boolean isTimeout(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDoubtful(SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            String code = answer.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answer.awsErrorDetails().errorCode());
            return status < 400
                    || (status >= 500 && status != NOT_IMPLEMENTED)
                    || status == REQUEST_TIMEOUT
                    || status == TOO_MANY_REQUESTS
                    || PASSING.contains(code)
                    || isNoSuchUpload(failure);
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNoSuchUpload(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && answer.awsErrorDetails() != null
                && "NoSuchUpload".equals(answer.awsErrorDetails().errorCode());
    }

    private static void pause(int attempt, SdkException failure) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << attempt);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
