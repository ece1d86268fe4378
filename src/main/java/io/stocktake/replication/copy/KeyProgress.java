package io.stocktake.replication.copy;

import java.util.Optional;

/** How far one key is. Used by one thread at a time. */
final class KeyProgress {
    private Optional<Top> top = Optional.empty();
    private Optional<TaskFailure> failure = Optional.empty();
    private String madeLast = "";

    boolean isGuarded() {
        return top.isPresent();
    }

    void guarded(Top newest) {
        top = Optional.of(newest);
    }

    /** The newest entry of the key, as far as this run knows; empty before the key was looked at. */
    Optional<Top> top() {
        return top;
    }

    /** Why nothing more is appended. */
    Optional<TaskFailure> failure() {
        return failure;
    }

    void failed(TaskFailure reason) {
        failure = Optional.of(reason);
    }

    /** A version was made, and is not checked yet. */
    void made(String versionId) {
        madeLast = versionId;
    }

    /** The version that was made and then failed its check; empty where nothing was made. */
    String madeLast() {
        return madeLast;
    }

    void appended(Top replica) {
        madeLast = "";
        top = Optional.of(replica);
    }
}
