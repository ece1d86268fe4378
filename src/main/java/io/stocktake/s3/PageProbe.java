package io.stocktake.s3;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Looks at single pages of a bucket, wherever they start, to learn where its keys are. Thread-safe: probes may
 * be sent side by side, a bounded number of them.
 *
 * <p>All versions are looked at by ListObjectVersions, since a key whose newest version is a delete marker is not in
 * ListObjectsV2, and a bucket may hold little else.
 */
public final class PageProbe {
    /** A store may send empty pages while it passes over what it has deleted; a probe follows this many. */
    private static final int MOST_EMPTY_PAGES = 8;

    private static final int MOST_SIDE_BY_SIDE = 64;

    private final StoreClient client;
    private final ListingRequest request;
    private final RequestCounter counter;
    private final Queue<Pages> idle = new ConcurrentLinkedQueue<>();
    private final Semaphore permits = new Semaphore(MOST_SIDE_BY_SIDE);

    /** Looks at what the request would list. */
    public PageProbe(StoreClient client, ListingRequest request, RequestCounter counter) {
        this.client = client;
        this.request = request;
        this.counter = counter;
    }

    /**
     * What a page told: the first and last of its keys that lie in the range.
     *
     * @param entries how many lie between them, both included
     * @param isTruncated whether the range may hold more behind them
     * @param isOrdered whether the store answered as S3 does: with keys behind the marker, ascending
     */
    public record Answer(UTF8String first, UTF8String last, int entries, boolean isTruncated, boolean isOrdered) {}

    /**
     * The page behind a key; empty where the range holds nothing behind it.
     *
     * @param after exclusive; need not be a key
     * @throws StoreException if the store cannot be listed
     */
    public Optional<Answer> after(UTF8String after) {
        permits.acquireUninterruptibly();
        try {
            Pages taken = idle.poll();
            Pages pages = taken == null ? new Pages(client, request, counter) : taken;
            Optional<Answer> answer = after(after, pages);
            idle.add(pages);
            return answer;
        } finally {
            permits.release();
        }
    }

    private Optional<Answer> after(UTF8String after, Pages pages) {
        UTF8String start =
                request.range().isAboveStart(after) ? after : request.range().after();
        Marker marker = Marker.after(start);
        for (int empty = 0; empty <= MOST_EMPTY_PAGES; empty++) {
            Page page = pages.at(marker);
            Optional<Answer> answer = answer(page, start);
            if (answer.isPresent() || !page.isTruncated() || isBeyondEnd(page)) {
                return answer;
            }
            marker = new Marker(
                    page.nextKeyMarker().or(() -> lastKey(page)),
                    page.nextVersionIdMarker(),
                    page.nextContinuationToken());
        }
        return Optional.empty();
    }

    private boolean isBeyondEnd(Page page) {
        List<ListedVersion> entries = page.entries();
        return !entries.isEmpty()
                && request.range().isBeyondEnd(entries.get(entries.size() - 1).key());
    }

    private static Optional<String> lastKey(Page page) {
        List<ListedVersion> entries = page.entries();
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(entries.get(entries.size() - 1).key().toString());
    }

    private Optional<Answer> answer(Page page, UTF8String start) {
        UTF8String first = null;
        UTF8String last = start;
        int entries = 0;
        boolean isOrdered = true;
        boolean isTruncated = page.isTruncated();
        for (ListedVersion entry : page.entries()) {
            UTF8String key = entry.key();
            isOrdered &= key.binaryCompare(last) >= 0;
            // A KeyMarker is inclusive on older Ceph.
            if (key.equals(start) && isOrdered) {
                continue;
            }
            if (request.range().isBeyondEnd(key)) {
                isTruncated = false;
                break;
            }
            first = first == null ? key : first;
            last = key;
            entries++;
        }
        return first == null ? Optional.empty() : Optional.of(new Answer(first, last, entries, isTruncated, isOrdered));
    }
}
