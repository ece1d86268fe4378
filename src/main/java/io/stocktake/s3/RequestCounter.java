package io.stocktake.s3;

import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what goes over the wire: every attempt, and those that repeat one. Thread-safe. */
public final class RequestCounter {
    private final LongAdder calls = new LongAdder();
    private final LongAdder attempts = new LongAdder();

    RequestCounter() {}

    /** Requests sent, repeated ones included. */
    public long requests() {
        return attempts.sum();
    }

    /** Requests that repeated one that had failed. */
    public long retries() {
        return Math.max(0, attempts.sum() - calls.sum());
    }

    ExecutionInterceptor interceptor() {
        return new ExecutionInterceptor() {
            @Override
            public void afterMarshalling(Context.AfterMarshalling context, ExecutionAttributes attributes) {
                calls.increment();
            }

            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                attempts.increment();
            }
        };
    }
}
