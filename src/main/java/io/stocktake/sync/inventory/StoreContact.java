package io.stocktake.sync.inventory;

import io.stocktake.config.stores.Store;
import io.stocktake.s3.Silence;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of a store's readiness to answer. A store that does not answer costs the patience of one request, however
 * many were to follow: until one was answered there is one at a time, and after silence there is none. Thread-safe.
 */
final class StoreContact {
    private final Store store;
    private final Object first = new Object();
    private volatile boolean hasAnswered;
    private volatile Optional<String> silence = Optional.empty();

    StoreContact(Store store) {
        this.store = store;
    }

    /**
     * Asks the store.
     *
     * @throws SilentStoreException if it does not answer, or did not before
     */
    <T> T ask(Supplier<T> question) {
        if (hasAnswered) {
            return send(question);
        }
        synchronized (first) {
            return send(question);
        }
    }

    private <T> T send(Supplier<T> question) {
        if (silence.isPresent()) {
            throw new SilentStoreException(silence.get());
        }
        try {
            T answer = question.get();
            hasAnswered = true;
            return answer;
        } catch (RuntimeException failure) {
            Optional<String> reason = Silence.reason(failure);
            if (reason.isEmpty()) {
                hasAnswered = true;
                throw failure;
            }
            silence = Optional.of(
                    "the store \"" + store.name() + "\", where its reports are, does not answer: " + reason.get());
            throw new SilentStoreException(silence.get(), failure);
        }
    }
}
