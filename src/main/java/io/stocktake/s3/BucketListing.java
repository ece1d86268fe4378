package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The entries of a range of a bucket in S3's order: keys ascending by their unsigned UTF-8 bytes, the newest version
 * first within a key. The next page is asked for while the current one is read.
 *
 * <p>A listing is complete or it fails: keys out of order, a page that repeats what was read, or a truncated page that
 * does not say where to go on are errors, because a store that does any of these would silently lose entries. Where the
 * store promises no order ({@link ListingRequest#isOrdered}) all of it is read, from page to page as the store says, and
 * what lies in the range comes as the store sends it. Memory is bounded by two pages. Not thread-safe.
 */
public final class BucketListing implements AutoCloseable {
    /** A store may send empty pages while it passes over what it has deleted; it does not do so for ever. */
    private static final int MOST_EMPTY_PAGES = 1000;

    private static final String WAY_OUT = "; say \"listing: unordered\" of the store in stores.yaml and its buckets are"
            + " listed whole, each in one stream";

    private final StoreClient client;
    private final ListingRequest request;
    private final UTF8String prefix;
    private final Pages pages;
    private Optional<Future<Page>> pending;
    private Marker marker;
    private Optional<ListedVersion> last = Optional.empty();
    /** The newest version of the key of the last entry. */
    private UTF8String newestOfKey = UTF8String.EMPTY_UTF8;

    private boolean isInRange;
    private long pagesRead;
    private int emptyPages;

    /**
     * Starts to list: the first page is asked for at once.
     *
     * @param counter counts the requests of this listing
     * @throws StoreException if all versions of a directory bucket are asked for
     */
    public BucketListing(StoreClient client, ListingRequest request, RequestCounter counter) {
        this.client = client;
        this.request = request;
        this.prefix = UTF8String.fromString(request.prefix());
        this.pages = new Pages(client, request, counter);
        this.marker = Marker.after(request.isOrdered() ? request.range().after() : UTF8String.EMPTY_UTF8);
        if (request.versions() == IncludedObjectVersions.ALL
                && Listing.isOfDirectoryBucket(request.bucket().name())) {
            throw new StoreException(cannotList()
                    + "a directory bucket has no versions; list its current objects (IncludedObjectVersions: Current)");
        }
        this.pending = request.range().isEmpty() ? Optional.empty() : Optional.of(fetch(marker));
    }

    /**
     * The entries of the next page that lie in the range; never empty, except at the end of the listing.
     *
     * @throws StoreException if the store fails, or breaks the rules of a listing
     */
    public List<ListedVersion> nextPage() {
        while (pending.isPresent()) {
            Page page = await(pending.get());
            pending = Optional.empty();
            pagesRead++;
            List<ListedVersion> wanted = request.isOrdered()
                    ? inRange(page)
                    : page.entries().stream().filter(request::isWanted).toList();
            if (page.isTruncated() && !isBeyondEnd(page)) {
                marker = request.isOrdered() ? following(page) : asTold(page);
                pending = Optional.of(fetch(marker));
            }
            if (!wanted.isEmpty()) {
                return wanted;
            }
        }
        return List.of();
    }

    /** How many pages were read so far. */
    public long pagesRead() {
        return pagesRead;
    }

    @Override
    public void close() {
        pending.ifPresent(future -> future.cancel(true));
        pending = Optional.empty();
    }

    private Future<Page> fetch(Marker from) {
        return client.threads().submit(() -> pages.at(from));
    }

    private Page await(Future<Page> future) {
        try {
            return future.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new StoreException(cannotList() + "the task was stopped", stopped);
        } catch (CancellationException stopped) {
            throw new StoreException(cannotList() + "the listing was closed", stopped);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof StoreException reason) {
                throw reason;
            }
            throw new StoreException(cannotList() + failure.getCause(), failure.getCause());
        }
    }

    private boolean isBeyondEnd(Page page) {
        return request.isOrdered()
                && !page.entries().isEmpty()
                && request.range()
                        .isBeyondEnd(
                                page.entries().get(page.entries().size() - 1).key());
    }

    private List<ListedVersion> inRange(Page page) {
        List<ListedVersion> entries = new ArrayList<>(page.entries().size());
        for (ListedVersion entry : page.entries()) {
            if (last.isPresent() && isRepeated(last.get(), entry)) {
                continue;
            }
            check(entry);
            last = Optional.of(entry);
            isInRange = isInRange || isBehindStart(entry.key());
            // What lies beyond the end is looked at as well: it may be followed by what does not.
            if (isInRange && !request.range().isBeyondEnd(entry.key())) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A KeyMarker is exclusive on S3 and inclusive on older Ceph; a smaller key means that the store ignored it. */
    private boolean isBehindStart(UTF8String key) {
        int order = key.binaryCompare(request.range().after());
        if (order < 0 && request.ranges() == ListingRequest.Ranges.SEVERAL) {
            throw new StoreException(cannotList() + "the store answered with the earlier key \"" + key
                    + "\", so it does not know StartAfter and its buckets cannot be listed in ranges" + WAY_OUT);
        }
        return order > 0;
    }

    /** An inclusive marker repeats, at the start of a page, the last entry of the page before. */
    private static boolean isRepeated(ListedVersion last, ListedVersion entry) {
        return entry.key().equals(last.key())
                && entry.versionId().numBytes() > 0
                && entry.versionId().equals(last.versionId());
    }

    private void check(ListedVersion entry) {
        if (!entry.key().startsWith(prefix)) {
            throw new StoreException(cannotList() + "the store answered with key \"" + entry.key()
                    + "\", which does not begin with the prefix \"" + request.prefix() + "\"");
        }
        int order = last.isPresent() ? entry.key().binaryCompare(last.get().key()) : 1;
        boolean mayRepeatKey = request.versions() == IncludedObjectVersions.ALL;
        if (order < 0 || (order == 0 && !mayRepeatKey)) {
            throw new StoreException("Cannot list bucket \"" + request.bucket().alias() + "\" of store \""
                    + client.store().name() + "\": key \"" + entry.key() + "\" came after key \""
                    + last.get().key() + "\", which is not the order of S3, and entries would be lost" + WAY_OUT);
        }
        if (order > 0) {
            newestOfKey = entry.versionId();
        } else if (newestOfKey.numBytes() > 0 && newestOfKey.equals(entry.versionId())) {
            // A store that ignored VersionIdMarker, and began with the key again.
            throw new StoreException(cannotList() + "the store told version \"" + entry.versionId() + "\" of key \""
                    + entry.key() + "\" a second time");
        }
    }

    /** Where the page after a truncated one starts. */
    private Marker following(Page page) {
        countEmptyPages(page);
        Optional<String> lastKey = last.map(entry -> entry.key().toString());
        Marker next;
        if (request.versions() == IncludedObjectVersions.ALL) {
            Optional<String> versionId = page.nextKeyMarker().isPresent()
                    ? page.nextVersionIdMarker()
                    : last.map(entry -> entry.versionId().toString());
            next = new Marker(page.nextKeyMarker().or(() -> lastKey), versionId, Optional.empty());
        } else {
            next = new Marker(lastKey, Optional.empty(), page.nextContinuationToken());
        }
        boolean isNowhere = next.key().isEmpty() && next.continuationToken().isEmpty();
        if (isNowhere || next.equals(marker)) {
            throw goesNowhere();
        }
        return next;
    }

    /** The same in a listing without order, where only the store knows: the last key says no more than where it was. */
    private Marker asTold(Page page) {
        countEmptyPages(page);
        boolean isAll = request.versions() == IncludedObjectVersions.ALL;
        Optional<String> lastKey = page.entries().stream()
                .reduce((before, entry) -> entry)
                .map(entry -> entry.key().toString());
        Marker next = isAll
                ? new Marker(page.nextKeyMarker(), page.nextVersionIdMarker(), Optional.empty())
                : new Marker(lastKey, Optional.empty(), page.nextContinuationToken());
        boolean isNowhere =
                isAll ? next.key().isEmpty() : next.continuationToken().isEmpty();
        boolean isThere = isAll ? next.equals(marker) : next.continuationToken().equals(marker.continuationToken());
        if (isNowhere || isThere) {
            throw goesNowhere();
        }
        return next;
    }

    private void countEmptyPages(Page page) {
        emptyPages = page.entries().isEmpty() ? emptyPages + 1 : 0;
        if (emptyPages > MOST_EMPTY_PAGES) {
            throw new StoreException(
                    cannotList() + "the store sent " + emptyPages + " empty pages and no end of the listing");
        }
    }

    private StoreException goesNowhere() {
        return new StoreException(
                cannotList() + "the page was truncated but the store does not say where the next one starts");
    }

    private String cannotList() {
        return "Cannot list bucket \"" + request.bucket().alias() + "\" of store \""
                + client.store().name() + "\"" + marker.afterKey() + ": ";
    }
}
