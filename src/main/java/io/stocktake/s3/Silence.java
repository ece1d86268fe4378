package io.stocktake.s3;

import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells a store that does not answer from one that refuses: it need not be asked for the next thing. */
public final class Silence {
    private Silence() {}

    /**
     * Why there was no answer: no connection, or none in time. Empty where the store answered, or was not asked (it has no
     * credentials, for one).
     *
     * @param failure of a request, or what it led to
     */
    public static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SdkException sdk) {
                return isSilence(sdk) ? Optional.of(Refusal.reason(sdk, "")) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isSilence(SdkException failure) {
        if (failure instanceof AwsServiceException) {
            return false;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof ApiCallTimeoutException
                    || cause instanceof ApiCallAttemptTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
