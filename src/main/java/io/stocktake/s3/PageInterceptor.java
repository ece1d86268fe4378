package io.stocktake.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Gives the body of a listing's answer to the request's {@link PageReceiver} and an empty result to the SDK.
 *
 * <p>The SDK's own unmarshalling costs most of a page's time, sorts versions and delete markers into two lists, and is
 * not retried when the body is cut off. Here a failure while reading is an SdkClientException with an IOException as its
 * cause, which the SDK's retry loop treats like any other.
 */
final class PageInterceptor implements ExecutionInterceptor {
    private static final byte[] EMPTY_RESULT =
            "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>".getBytes(StandardCharsets.UTF_8);

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes executionAttributes) {
        PageReceiver receiver = executionAttributes.getAttribute(PageReceiver.ATTRIBUTE);
        Optional<InputStream> body = context.responseBody();
        if (receiver == null || !context.httpResponse().isSuccessful() || body.isEmpty()) {
            return body;
        }
        try {
            receiver.receive(context.httpRequest(), body.get());
        } catch (IOException failure) {
            throw SdkClientException.create("Cannot read a page of the listing: " + failure.getMessage(), failure);
        }
        return Optional.of(new ByteArrayInputStream(EMPTY_RESULT));
    }
}
