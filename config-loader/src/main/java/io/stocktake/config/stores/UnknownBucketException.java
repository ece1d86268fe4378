package io.stocktake.config.stores;

/** No store of stores.yaml claims a bucket that a definition or an option names. The message says how to claim it. */
public final class UnknownBucketException extends RuntimeException {

    UnknownBucketException(String message) {
        super(message);
    }
}
