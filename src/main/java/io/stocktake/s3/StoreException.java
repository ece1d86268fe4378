package io.stocktake.s3;

/** A store cannot be used as it should be; the message says what could not be done, to what, and why. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that is its own cause. */
    public StoreException(String message) {
        super(message);
    }

    /** A failure with the one that led to it. */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
