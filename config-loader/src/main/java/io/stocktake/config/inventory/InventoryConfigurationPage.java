package io.stocktake.config.inventory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One page of LIST: at most 100 configurations of a bucket, sorted by Id.
 *
 * @param continuationToken the token that asked for this page
 * @param configurations the page
 * @param nextContinuationToken asks for the next page; empty on the last
 */
public record InventoryConfigurationPage(
        Optional<String> continuationToken,
        List<InventoryConfiguration> configurations,
        Optional<String> nextContinuationToken) {

    public InventoryConfigurationPage {
        requireNonNull(continuationToken, "continuationToken");
        configurations = List.copyOf(configurations);
        requireNonNull(nextContinuationToken, "nextContinuationToken");
    }

    /** Whether another page follows. */
    public boolean isTruncated() {
        return nextContinuationToken.isPresent();
    }
}
