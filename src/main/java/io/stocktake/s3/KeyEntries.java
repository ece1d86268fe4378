package io.stocktake.s3;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.config.stores.BucketLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Asks a bucket, at this moment, for the entries of single keys, or of a short range of keys in one page. Thread-safe.
 *
 * <p>Every failure is a {@link StoreException} whose cause is the SDK's.
 */
public final class KeyEntries {
    private static final int SMALL_PAGE = 64 << 10;
    private static final int ENTRIES_A_PAGE = 100;

    private final StoreClient client;
    private final BucketLocation bucket;
    private final IncludedObjectVersions versions;
    private final RequestCounter counter;
    private final ConcurrentLinkedQueue<PageReceiver> receivers = new ConcurrentLinkedQueue<>();

    /**
     * Entries of this bucket.
     *
     * @param versions all versions, or current objects only
     * @param counter counts the requests
     */
    public KeyEntries(
            StoreClient client, BucketLocation bucket, IncludedObjectVersions versions, RequestCounter counter) {
        this.client = client;
        this.bucket = bucket;
        this.versions = versions;
        this.counter = counter;
    }

    /** The newest entry of the key, a delete marker perhaps; of current objects the object. */
    public Optional<ListedVersion> newest(UTF8String key) {
        return page(key, Marker.after(UTF8String.EMPTY_UTF8), 1).entries().stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst();
    }

    /** The entries of the key from the newest down to, and without, the first that {@code isEnd} holds for. */
    public List<ListedVersion> newestUntil(UTF8String key, Predicate<ListedVersion> isEnd) {
        List<ListedVersion> found = new ArrayList<>();
        Marker marker = Marker.after(UTF8String.EMPTY_UTF8);
        while (true) {
            Page page = page(key, marker, ENTRIES_A_PAGE);
            for (ListedVersion entry : page.entries()) {
                if (!entry.key().equals(key) || isEnd.test(entry)) {
                    return found;
                }
                boolean isRepeated = !found.isEmpty()
                        && found.get(found.size() - 1).versionId().equals(entry.versionId());
                if (!isRepeated) {
                    found.add(entry);
                }
            }
            if (!page.isTruncated() || found.isEmpty() || versions == IncludedObjectVersions.CURRENT) {
                return found;
            }
            Marker next = new Marker(
                    Optional.of(key.toString()),
                    Optional.of(found.get(found.size() - 1).versionId().toString()),
                    Optional.empty());
            if (next.equals(marker)) {
                throw new StoreException("Cannot list the versions of key \"" + key + "\" in bucket \"" + bucket.alias()
                        + "\" of store \"" + client.store().name()
                        + "\": the store repeats a page instead of going on");
            }
            marker = next;
        }
    }

    /**
     * The entries of a range of keys, as far as one page tells.
     *
     * @param pageSize 1 to 1,000
     */
    public Span span(KeyRange range, int pageSize) {
        Page page = page(UTF8String.EMPTY_UTF8, Marker.after(range.after()), pageSize);
        Map<UTF8String, List<ListedVersion>> entries = new HashMap<>();
        UTF8String last = range.after();
        for (ListedVersion entry : page.entries()) {
            last = entry.key();
            if (range.contains(last)) {
                entries.computeIfAbsent(last, first -> new ArrayList<>()).add(entry);
            }
        }
        // The last key of a page may have more versions on the next.
        return page.isTruncated()
                ? new Span(range.intersect(KeyRange.upTo(last)), Optional.of(last), entries)
                : new Span(range, Optional.empty(), entries);
    }

    /** What one page told. Immutable. */
    public static final class Span {
        private final KeyRange range;
        private final Optional<UTF8String> cutKey;
        private final Map<UTF8String, List<ListedVersion>> entries;

        private Span(KeyRange range, Optional<UTF8String> cutKey, Map<UTF8String, List<ListedVersion>> entries) {
            this.range = range;
            this.cutKey = cutKey;
            this.entries = entries;
        }

        /** Whether all entries of the key are known. */
        public boolean covers(UTF8String key) {
            return range.contains(key) && !cutKey.equals(Optional.of(key));
        }

        /** The entries of a key that is covered, the newest first. */
        public List<ListedVersion> entries(UTF8String key) {
            return List.copyOf(entries.getOrDefault(key, List.of()));
        }
    }

    private Page page(UTF8String prefix, Marker marker, int pageSize) {
        PageReceiver receiver =
                Optional.ofNullable(receivers.poll()).orElseGet(() -> new PageReceiver(versions, SMALL_PAGE));
        ListingRequest request = new ListingRequest(
                bucket, prefix.toString(), versions, ListingRequest.Owners.OMITTED, KeyRange.all(), pageSize);
        Page page = new Pages(client, request, counter, receiver).at(marker);
        receivers.add(receiver);
        return page;
    }
}
