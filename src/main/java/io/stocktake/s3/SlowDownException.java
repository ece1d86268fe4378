package io.stocktake.s3;

import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The last answer of a store that asked to slow down until there was no more patience with it; the message says so. */
final class SlowDownException extends S3Exception {
    private static final long serialVersionUID = 1L;

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int TOO_MANY_REQUESTS = 429;

    private final String reason;

    SlowDownException(Duration patience, AwsServiceException answer) {
        super((S3Exception.Builder) S3Exception.builder()
                .awsErrorDetails(answer.awsErrorDetails())
                .statusCode(answer.statusCode())
                .requestId(answer.requestId())
                .extendedRequestId(answer.extendedRequestId())
                .cause(answer));
        this.reason = "the store asks to slow down, and has done nothing else for " + text(patience) + ": "
                + Refusal.reason(answer, "");
    }

    @Override
    public String getMessage() {
        return reason;
    }

    /**
     * Whether an answer says that there were too many requests: 503, by whatever code (an answer to HEAD has none), 429, or
     * one of AWS's codes of throttling.
     */
    static boolean isAskedBy(AwsServiceException answer) {
        return answer.statusCode() == SERVICE_UNAVAILABLE
                || answer.statusCode() == TOO_MANY_REQUESTS
                || answer.isThrottlingException();
    }

    private static String text(Duration patience) {
        if (patience.compareTo(Duration.ofMinutes(2)) >= 0) {
            return patience.toMinutes() + " minutes";
        }
        return patience.compareTo(Duration.ofSeconds(2)) >= 0
                ? patience.toSeconds() + " seconds"
                : patience.toMillis() + " ms";
    }
}
