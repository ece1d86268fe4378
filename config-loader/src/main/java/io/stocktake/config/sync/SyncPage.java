package io.stocktake.config.sync;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One page of {@code ListResourceDataSync}.
 *
 * @param items the page, sorted by name
 * @param nextToken asks for the next page; empty on the last
 */
public record SyncPage(List<SyncListItem> items, Optional<String> nextToken) {

    public SyncPage {
        items = List.copyOf(items);
        requireNonNull(nextToken, "nextToken");
    }
}
