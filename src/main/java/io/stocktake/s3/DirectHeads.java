package io.stocktake.s3;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.utils.DateUtils;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Sends HEADs of a bucket's objects by the SDK's signer and HTTP client without the pipeline between them, which costs more
 * than both. Thread-safe.
 *
 * <p>It knows nothing but success: the first HEAD goes through the pipeline, which finds the endpoint and the Region, and so
 * does each that is answered otherwise than by 200, again, for its retries and its errors. Where the pipeline does something
 * that this does not, an unsigned request for one, all go through it.
 */
final class DirectHeads {
    static final ExecutionAttribute<DirectHeads> ATTRIBUTE = new ExecutionAttribute<>("StocktakeDirectHeads");

    private final SdkHttpClient http;
    private final DirectSigner signer;
    private final RequestRate rate;
    private volatile Optional<Way> way = Optional.empty();
    private volatile boolean isBarred;

    /** What the pipeline's request to the bucket had. */
    private record Way(SdkHttpRequest withoutKey, String path, String region) {}

    DirectHeads(SdkHttpClient http, DirectSigner signer, RequestRate rate) {
        this.http = http;
        this.signer = signer;
        this.rate = rate;
    }

    /**
     * The answer to a HEAD, as far as an inventory report needs it.
     *
     * @return empty where it has to be asked for through the SDK's client, with {@link #ATTRIBUTE} set to this
     */
    Optional<HeadObjectResponse> send(HeadObjectRequest request, RequestCounter counter) {
        Optional<Way> known = way;
        if (known.isEmpty() || isBarred) {
            return Optional.empty();
        }
        try {
            rate.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("the task was stopped while it waited for the store", stopped);
        }
        // It may wait for the pace, and a signature is good for minutes only.
        counter.countAttempt();
        SdkHttpRequest signed = signed(known.get(), request);
        try {
            HttpExecuteResponse answer = http.prepareRequest(
                            HttpExecuteRequest.builder().request(signed).build())
                    .call();
            if (answer.responseBody().isPresent()) {
                answer.responseBody().get().close();
            }
            return response(answer.httpResponse());
        } catch (IOException lost) {
            // The pipeline asks again, and knows what to do if that fails as well.
            return Optional.empty();
        }
    }

    private Optional<HeadObjectResponse> response(SdkHttpResponse answer) {
        int status = answer.statusCode();
        if (status == 200) {
            rate.accepted();
            return read(answer);
        }
        if (status == 503 || status == 429) {
            rate.refused();
        } else if (status < 500 && status != 404 && status != 405 && status != 412) {
            // A redirect, a clock that is wrong, a customer's key: likely the same with every object.
            isBarred = true;
        }
        return Optional.empty();
    }

    private static Optional<HeadObjectResponse> read(SdkHttpResponse answer) {
        HeadObjectResponse.Builder response = HeadObjectResponse.builder()
                .eTag(header(answer, "ETag"))
                .storageClass(header(answer, "x-amz-storage-class"))
                .replicationStatus(header(answer, "x-amz-replication-status"))
                .serverSideEncryption(header(answer, "x-amz-server-side-encryption"))
                .sseCustomerAlgorithm(header(answer, "x-amz-server-side-encryption-customer-algorithm"))
                .objectLockMode(header(answer, "x-amz-object-lock-mode"))
                .objectLockLegalHoldStatus(header(answer, "x-amz-object-lock-legal-hold"))
                .archiveStatus(header(answer, "x-amz-archive-status"))
                .expiration(header(answer, "x-amz-expiration"));
        try {
            answer.firstMatchingHeader("Content-Length").map(Long::valueOf).ifPresent(response::contentLength);
            answer.firstMatchingHeader("Last-Modified")
                    .map(DateUtils::parseRfc822Date)
                    .ifPresent(response::lastModified);
            answer.firstMatchingHeader("x-amz-object-lock-retain-until-date")
                    .map(DateUtils::parseIso8601Date)
                    .ifPresent(response::objectLockRetainUntilDate);
            answer.firstMatchingHeader("x-amz-server-side-encryption-bucket-key-enabled")
                    .map(Boolean::valueOf)
                    .ifPresent(response::bucketKeyEnabled);
        } catch (DateTimeException | NumberFormatException unreadable) {
            return Optional.empty();
        }
        return Optional.of(response.build());
    }

    private static String header(SdkHttpResponse answer, String name) {
        return answer.firstMatchingHeader(name).orElse(null);
    }

    private SdkHttpRequest signed(Way known, HeadObjectRequest request) {
        SdkHttpRequest unsigned = known.withoutKey().copy(http -> {
            http.encodedPath(known.path() + SdkHttpUtils.urlEncodeIgnoreSlashes(request.key()));
            if (request.ifMatch() != null) {
                http.putHeader("If-Match", request.ifMatch());
            }
            if (request.versionId() != null) {
                http.putRawQueryParameter("versionId", request.versionId());
            }
        });
        return signer.signed(unsigned, known.region());
    }

    /** Learns the way from a request of the pipeline. */
    void learn(HeadObjectRequest request, SdkHttpRequest sent) {
        String key = SdkHttpUtils.urlEncodeIgnoreSlashes(request.key());
        Optional<String> region = DirectSigner.region(sent);
        if (!sent.encodedPath().endsWith("/" + key) || region.isEmpty()) {
            isBarred = true;
            return;
        }
        String path = sent.encodedPath().substring(0, sent.encodedPath().length() - key.length());
        way = Optional.of(new Way(DirectSigner.like(sent, SdkHttpMethod.HEAD, path), path, region.get()));
    }

    /** Shows the pipeline's requests to who wants to learn from them, once they have succeeded. */
    static final class Interceptor implements ExecutionInterceptor {
        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            DirectHeads heads = attributes.getAttribute(ATTRIBUTE);
            if (heads != null && heads.way.isEmpty() && context.request() instanceof HeadObjectRequest request) {
                heads.learn(request, context.httpRequest());
            }
        }
    }
}
