package io.stocktake.replication.report;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What became of one version: a row of the completion report.
 *
 * @param bucket the source bucket
 * @param key raw, decoded
 * @param versionId of the source; empty where current objects are replicated
 * @param status whether it is now where it should be
 * @param errorCode one of S3 Batch Replication's failure codes or of this project's own; empty for a success
 * @param httpStatus what the store answered to the request that failed, 200 for a success; empty where no request was sent
 * @param message why it failed, or a note about a success; empty where there is nothing to say
 */
public record CompletedTask(
        String bucket,
        String key,
        Optional<String> versionId,
        TaskStatus status,
        Optional<String> errorCode,
        OptionalInt httpStatus,
        String message) {

    public CompletedTask {
        Objects.requireNonNull(bucket, "bucket");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(versionId, "versionId");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(errorCode, "errorCode");
        Objects.requireNonNull(httpStatus, "httpStatus");
        Objects.requireNonNull(message, "message");
    }
}
