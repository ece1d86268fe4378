package io.stocktake.s3;

import java.io.IOException;

/** A page of a listing is not what S3 sends. An IOException, so that the SDK asks for the page again. */
final class PageFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** So much of a value stands in a message. */
    private static final int LONGEST_VALUE = 200;

    PageFormatException(String message) {
        super(message);
    }

    /**
     * What is wrong with a value.
     *
     * @param position of the value in the page, in bytes
     * @param what for example {@code a Size that is not a number of bytes}
     * @param value of a very long one the beginning is told
     */
    static PageFormatException at(int position, String what, String value) {
        String told = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
        return new PageFormatException(what + ": \"" + told + "\", at byte " + position);
    }
}
