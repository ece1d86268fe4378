package io.stocktake.config.stores;

/** Several stores of stores.yaml claim one bucket. The message names them and the way out. */
public final class AmbiguousBucketException extends RuntimeException {

    AmbiguousBucketException(String message) {
        super(message);
    }
}
