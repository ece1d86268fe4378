package io.stocktake.replication.diff;

import io.stocktake.s3.BucketListing;
import io.stocktake.s3.ListedVersion;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.unsafe.types.UTF8String;

/** A listing key by key. Of a listing the versions of one key are held, and nothing else. Not thread-safe. */
public final class KeyHistories implements Iterator<KeyHistory> {
    private final BucketListing listing;
    private List<ListedVersion> page = List.of();
    private int next;
    private boolean isAtEnd;

    /** The keys of this listing, which stays its opener's to close. */
    public KeyHistories(BucketListing listing) {
        this.listing = listing;
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && !isAtEnd) {
            page = listing.nextPage();
            next = 0;
            isAtEnd = page.isEmpty();
        }
        return next < page.size();
    }

    @Override
    public KeyHistory next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ListedVersion newest = page.get(next++);
        UTF8String key = newest.key();
        if (!hasNext() || !page.get(next).key().equals(key)) {
            return new KeyHistory(key, List.of(newest));
        }
        List<ListedVersion> versions = new ArrayList<>();
        versions.add(newest);
        while (hasNext() && page.get(next).key().equals(key)) {
            versions.add(page.get(next++));
        }
        return new KeyHistory(key, versions);
    }
}
