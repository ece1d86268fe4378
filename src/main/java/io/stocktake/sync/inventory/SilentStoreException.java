package io.stocktake.sync.inventory;

/** A store with reports does not answer; the message is to follow "Cannot sync …: ". */
final class SilentStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SilentStoreException(String message) {
        super(message);
    }

    SilentStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
