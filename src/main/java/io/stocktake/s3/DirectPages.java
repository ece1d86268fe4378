package io.stocktake.s3;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Asks for the further pages of a listing by the SDK's signer and HTTP client without the pipeline between them. Not
 * thread-safe: a listing's pages are asked for one after the other.
 *
 * <p>It knows nothing but success: the first page goes through the pipeline, which finds the endpoint and the Region, and so
 * does each that is answered otherwise, again, for its retries and its errors. What only the pipeline knows to answer, such
 * as a clock that is wrong, costs each listing one request that it repeats.
 */
final class DirectPages {
    /** What tells one page of a listing from another. */
    private static final Set<String> MARKERS =
            Set.of("continuation-token", "start-after", "key-marker", "version-id-marker");

    /** A connection is used again when an answer was read to its end, which a longer one may not have. */
    private static final int LONGEST_REFUSAL = 64 << 10;

    private final SdkHttpClient http;
    private final DirectSigner signer;
    private final RequestRate rate;
    private Optional<Way> way = Optional.empty();
    private boolean isBarred;

    /** What the pipeline's request had, without its marker. */
    private record Way(SdkHttpRequest unmarked, String region) {}

    DirectPages(SdkHttpClient http, DirectSigner signer, RequestRate rate) {
        this.http = http;
        this.signer = signer;
        this.rate = rate;
    }

    /** Whether the way of this listing's pages is still to be learned. */
    boolean wantsToLearn() {
        return way.isEmpty() && !isBarred;
    }

    /** Learns the way from a request of the pipeline that brought a page of this listing. */
    void learn(SdkHttpRequest sent) {
        Optional<String> region = DirectSigner.region(sent);
        if (region.isEmpty() || sent.method() != SdkHttpMethod.GET) {
            isBarred = true;
            return;
        }
        SdkHttpRequest unmarked = DirectSigner.like(sent, SdkHttpMethod.GET, sent.encodedPath())
                .copy(like -> {
                    for (Map.Entry<String, List<String>> parameter :
                            sent.rawQueryParameters().entrySet()) {
                        if (!MARKERS.contains(parameter.getKey())) {
                            like.putRawQueryParameter(parameter.getKey(), parameter.getValue());
                        }
                    }
                });
        way = Optional.of(new Way(unmarked, region.get()));
    }

    /**
     * Asks for a page.
     *
     * @param markers the parameters that say where it starts
     * @return whether the receiver has it; else it is to be asked for through the SDK's client
     */
    boolean send(Map<String, String> markers, PageReceiver receiver, RequestCounter counter) {
        if (way.isEmpty() || isBarred) {
            return false;
        }
        try {
            rate.take();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("the task was stopped while it waited for the store", stopped);
        }
        // It may wait for the pace, and a signature is good for minutes only.
        counter.countAttempt();
        SdkHttpRequest unsigned = way.get().unmarked().copy(like -> markers.forEach(like::putRawQueryParameter));
        HttpExecuteRequest request = HttpExecuteRequest.builder()
                .request(signer.signed(unsigned, way.get().region()))
                .build();
        try {
            return receive(http.prepareRequest(request).call(), receiver, counter);
        } catch (IOException lost) {
            // The pipeline asks again, and knows what to do if that fails as well.
            return false;
        }
    }

    private boolean receive(HttpExecuteResponse answer, PageReceiver receiver, RequestCounter counter)
            throws IOException {
        int status = answer.httpResponse().statusCode();
        Optional<AbortableInputStream> body = answer.responseBody();
        if (status == 200 && body.isPresent()) {
            rate.accepted();
            receive(body.get(), receiver);
            counter.countCall();
            return true;
        }
        body.ifPresent(DirectPages::discard);
        if (status == 503 || status == 429) {
            rate.refused();
        } else if (status < 500) {
            // A redirect, a clock that is wrong, a right that was withdrawn: likely the same with every page.
            isBarred = true;
        }
        return false;
    }

    private static void receive(AbortableInputStream body, PageReceiver receiver) throws IOException {
        try {
            receiver.receive(body);
        } catch (IOException | RuntimeException failure) {
            // What is left of it may be endless.
            body.abort();
            throw failure;
        }
        body.close();
    }

    private static void discard(AbortableInputStream body) {
        try (body) {
            if (body.readNBytes(LONGEST_REFUSAL).length == LONGEST_REFUSAL) {
                body.abort();
            }
        } catch (IOException lost) {
            // The pipeline asks again, over another connection.
            body.abort();
        }
    }
}
