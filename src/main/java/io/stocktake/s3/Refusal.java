package io.stocktake.s3;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in a few words why a store did not do what it was asked. */
public final class Refusal {
    private Refusal() {}

    /**
     * The store's code, message and status, or the failure of the connection.
     *
     * @param permission what the request needs, named where the store denies access
     */
    public static String reason(SdkException failure, String permission) {
        if (failure instanceof SlowDownException) {
            return failure.getMessage();
        }
        if (!(failure instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String message = failure.getMessage();
            return root == failure || message.contains(String.valueOf(root.getMessage()))
                    ? message
                    : message + ": " + root.getMessage();
        }
        StringBuilder reason = new StringBuilder();
        String code = service.awsErrorDetails().errorCode();
        String message = service.awsErrorDetails().errorMessage();
        reason.append(code == null ? "no error code" : code);
        if (message != null && !message.isBlank()) {
            reason.append(": ").append(message);
        }
        reason.append(" (status ").append(service.statusCode());
        if (service.requestId() != null) {
            reason.append(", request ").append(service.requestId());
        }
        reason.append(')');
        if (service.statusCode() == 403) {
            reason.append("; it needs the permission ").append(permission);
        }
        return reason.toString();
    }
}
