package io.stocktake.sync;

import static java.util.Objects.requireNonNull;

/**
 * A part of a sync that failed, and did not keep the others from being brought.
 *
 * @param part what it is, such as {@code bucket "photos" of the store "ceph"}
 * @param message why, as a sentence that names the store
 */
public record SyncFailure(String part, String message) {

    public SyncFailure {
        requireNonNull(part, "part");
        requireNonNull(message, "message");
    }
}
