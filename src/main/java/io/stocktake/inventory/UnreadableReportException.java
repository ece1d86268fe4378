package io.stocktake.inventory;

import java.io.IOException;

/** A report cannot be read, and the message says which one, why, and what to do where there is something to do. */
final class UnreadableReportException extends IOException {
    UnreadableReportException(String message) {
        super(message);
    }

    UnreadableReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
