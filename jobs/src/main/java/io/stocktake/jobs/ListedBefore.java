package io.stocktake.jobs;

import io.stocktake.replication.diff.VersionFilter;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.Microseconds;
import io.stocktake.s3.ObjectHead;
import java.time.Instant;

/**
 * What another filter accepts, if it was made before an instant.
 *
 * @param other the other filter
 * @param end the instant
 */
record ListedBefore(VersionFilter other, Instant end) implements VersionFilter {
    @Override
    public boolean acceptsListed(ListedVersion version) {
        return version.lastModified() < Microseconds.of(end) && other.acceptsListed(version);
    }

    @Override
    public boolean needsHead() {
        return other.needsHead();
    }

    @Override
    public boolean acceptsHead(ObjectHead head) {
        return other.acceptsHead(head);
    }
}
