package io.stocktake.replication.diff;

import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends no request and remembers whether one was needed: a comparison that needed none is done, one that did is to be
 * repeated with the facts. Not thread-safe.
 */
final class UnaskedFacts implements EntryFacts {
    private boolean isNeeded;

    /** Whether anything was asked. */
    boolean isNeeded() {
        return isNeeded;
    }

    @Override
    public Optional<VersionHead> head(Side side, ListedVersion version) {
        isNeeded = true;
        return Optional.empty();
    }

    @Override
    public Optional<FirstPart> firstPart(Side side, ListedVersion version) {
        isNeeded = true;
        return Optional.empty();
    }

    @Override
    public Optional<Map<String, String>> tags(Side side, ListedVersion version) {
        isNeeded = true;
        return Optional.empty();
    }

    @Override
    public Optional<Set<String>> grants(Side side, ListedVersion version) {
        isNeeded = true;
        return Optional.empty();
    }

    @Override
    public boolean locksAtDestination() {
        isNeeded = true;
        return false;
    }
}
