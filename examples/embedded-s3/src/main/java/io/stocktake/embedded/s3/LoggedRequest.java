package io.stocktake.embedded.s3;

import java.util.Map;
import java.util.Optional;

/**
 * One request as the server saw it.
 *
 * @param operation AWS's name, for example {@code ListObjectsV2}; {@code Unknown} for what S3 does not have
 * @param bucket empty for a request to the service
 * @param key empty for a request to a bucket
 * @param parameters the decoded query
 * @param headers x-amz-* headers, conditions and Range by lower-case name; no signatures, no keys of customers
 * @param status what was answered; 0 before the answer, and for a connection that was cut
 */
public record LoggedRequest(
        String operation,
        String bucket,
        String key,
        Map<String, String> parameters,
        Map<String, String> headers,
        int status) {
    /** A parameter of the query. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** A header by its lower-case name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    LoggedRequest answered(int newStatus) {
        return new LoggedRequest(operation, bucket, key, parameters, headers, newStatus);
    }
}
