package io.stocktake.replication.copy;

import io.stocktake.replication.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far one key is. Used by one thread at a time. */
final class KeyProgress {
    private Optional<Top> top = Optional.empty();
    private Optional<TaskFailure> failure = Optional.empty();
    private Optional<String> madeLast = Optional.empty();
    private final List<Appended> appended = new ArrayList<>();

    /** A version that was appended, and its difference. */
    record Appended(Difference difference, Top replica) {}

    boolean isGuarded() {
        return top.isPresent();
    }

    void guarded(Top newest) {
        top = Optional.of(newest);
    }

    /** The newest entry of the key, as far as this run knows. */
    Top top() {
        return top.orElseThrow();
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
        madeLast = Optional.of(versionId);
    }

    /** The version that was made and then failed its check; empty where nothing was made. */
    String madeLast() {
        return madeLast.orElse("");
    }

    void appended(Difference difference, Top replica) {
        madeLast = Optional.empty();
        top = Optional.of(replica);
        appended.add(new Appended(difference, replica));
    }

    List<Appended> appended() {
        return appended;
    }
}
