package io.stocktake.replication.copy;

import java.util.OptionalInt;

/** One version cannot be copied; becomes a failed task. */
final class TaskFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final String NOT_ELIGIBLE = "SrcObjectNotEligible";
    static final String SOURCE_CHANGED = "SrcChanged";
    static final String DESTINATION_CHANGED = "DstChanged";
    static final String HISTORY_CONFLICT = "HistoryConflict";

    private static final int NO_STATUS = 0;

    private final String code;
    private final int status;

    TaskFailure(String code, int status, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.status = status;
    }

    /** A failure that no request led to. */
    TaskFailure(String code, String message) {
        super(message);
        this.code = code;
        this.status = NO_STATUS;
    }

    /** A code of the completion report, or the store's own; empty where nothing was answered. */
    String code() {
        return code;
    }

    OptionalInt status() {
        return status == NO_STATUS ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** Whether the version is one that replication leaves out, so that the versions after it may still be appended. */
    boolean isLeftOut() {
        return code.equals(NOT_ELIGIBLE);
    }
}
