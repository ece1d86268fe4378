package io.stocktake.s3;

import java.io.IOException;

/** A page of a listing is not what S3 sends. An IOException, so that the SDK asks for the page again. */
final class PageFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    PageFormatException(String message) {
        super(message);
    }
}
