package io.stocktake.s3;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts what goes over the wire: every attempt, and those that repeat one. A request is counted by the counter that it
 * carries, so that tasks that share a connection count apart. Thread-safe.
 */
public final class RequestCounter {
    private static final ExecutionAttribute<RequestCounter> ATTRIBUTE =
            new ExecutionAttribute<>("StocktakeRequestCounter");

    private final LongAdder calls = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final Throttle throttle;

    /** Counts requests that go as fast as they can. */
    public RequestCounter() {
        this(new Throttle(Pace.UNLIMITED));
    }

    /** Counts requests, and holds each attempt to a pace. */
    public RequestCounter(Throttle throttle) {
        this.throttle = throttle;
    }

    /** Requests sent, repeated ones included. */
    public long requests() {
        return attempts.sum();
    }

    /** Requests that repeated one that had failed. */
    public long retries() {
        return Math.max(0, attempts.sum() - calls.sum());
    }

    /** Give this to a request, so that it is counted here. */
    public AwsRequestOverrideConfiguration counted() {
        return AwsRequestOverrideConfiguration.builder()
                .putExecutionAttribute(ATTRIBUTE, this)
                .build();
    }

    /** Waits for the pace, and counts an attempt; it is a retry if no {@link #countCall} is its own. */
    void countAttempt() {
        throttle.takeRequest();
        attempts.increment();
    }

    /** Counts a request that is sent once at least. */
    void countCall() {
        calls.increment();
    }

    /** Counts the requests of a client that carry a counter. */
    static final class Interceptor implements ExecutionInterceptor {
        @Override
        public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
            RequestCounter counter = attributes.getAttribute(ATTRIBUTE);
            if (counter != null) {
                counter.countCall();
            }
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            RequestCounter counter = attributes.getAttribute(ATTRIBUTE);
            if (counter != null) {
                counter.countAttempt();
            }
        }
    }
}
