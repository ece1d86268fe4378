package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What {@code ListResourceDataSync} takes.
 *
 * @param syncType the syncs to list; empty: all
 * @param maxResults the most syncs of a page, 1 to 50
 * @param nextToken what the page before gave; empty for the first
 */
public record SyncListRequest(Optional<SyncType> syncType, int maxResults, Optional<String> nextToken) {

    /** The most syncs of a page, and their number where a request does not say. */
    public static final int MOST_RESULTS = 50;

    public SyncListRequest {
        requireNonNull(syncType, "syncType");
        requireNonNull(nextToken, "nextToken");
    }

    /** The first page of all syncs. */
    public static SyncListRequest ofAll() {
        return new SyncListRequest(Optional.empty(), MOST_RESULTS, Optional.empty());
    }
}
