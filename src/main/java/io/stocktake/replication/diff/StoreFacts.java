package io.stocktake.replication.diff;

import io.stocktake.s3.FirstPart;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.VersionHead;
import io.stocktake.s3.VersionRequests;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks the two stores. Whether the destination has Object Lock is asked once. Thread-safe. */
final class StoreFacts implements EntryFacts {
    private final VersionRequests source;
    private final VersionRequests destination;
    private Optional<Boolean> hasLock = Optional.empty();

    StoreFacts(VersionRequests source, VersionRequests destination) {
        this.source = source;
        this.destination = destination;
    }

    @Override
    public Optional<VersionHead> head(Side side, ListedVersion version) {
        return at(side).head(version);
    }

    @Override
    public Optional<FirstPart> firstPart(Side side, ListedVersion version) {
        return at(side).firstPart(version);
    }

    @Override
    public Optional<Map<String, String>> tags(Side side, ListedVersion version) {
        return at(side).tags(version);
    }

    @Override
    public Optional<Set<String>> grants(Side side, ListedVersion version) {
        return at(side).grants(version);
    }

    @Override
    public synchronized boolean locksAtDestination() {
        if (hasLock.isEmpty()) {
            hasLock = Optional.of(destination.hasObjectLock());
        }
        return hasLock.get();
    }

    /** HeadObject requests so far. */
    long heads() {
        return source.heads() + destination.heads();
    }

    private VersionRequests at(Side side) {
        return side == Side.SOURCE ? source : destination;
    }
}
