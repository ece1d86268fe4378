package io.stocktake.replication.diff;

import io.stocktake.config.inventory.IncludedObjectVersions;
import io.stocktake.replication.DestinationRules;
import io.stocktake.replication.Difference;
import io.stocktake.replication.Outcome;
import io.stocktake.s3.BucketListing;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClients;
import io.stocktake.s3.VersionRequests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The differences of two buckets in the order of their keys, the oldest version of a key first.
 *
 * <p>Keys whose listings agree are decided at once. Stores are asked about the others beside the caller, a bounded number
 * of keys at a time, and their differences come in their turn. Memory is bounded by two pages of each listing, the
 * versions of the keys that are being asked about, and a thousand keys' differences. Not thread-safe.
 *
 * <pre>{@code
 * try (DiffReader reader = DiffReader.open(request, range)) {
 *     while (reader.next()) {
 *         copy(reader.get());
 *     }
 *     counts = counts.plus(reader.counts());
 * }
 * }</pre>
 */
public final class DiffReader implements AutoCloseable {
    private final DiffRequest request;
    private final KeyComparison comparison;
    private final DestinationRules rules;
    private final boolean isPlain;
    private final long compareSince;
    private final StoreClients.Lease source;
    private final StoreClients.Lease destination;
    private final RequestCounter counter;
    private final StoreFacts facts;
    private final DiffWindow window;
    private final DiffTally tally = new DiffTally();
    private final List<BucketListing> listings = new ArrayList<>();
    private Feed feed = () -> false;
    private Iterator<Difference> ready = List.<Difference>of().iterator();
    private Optional<Difference> current = Optional.empty();

    private DiffReader(DiffRequest request) {
        this.request = request;
        this.comparison = new KeyComparison(request, Instant.now());
        this.rules = comparison.rules();
        this.isPlain = request.compare().isEmpty()
                && request.filter() == VersionFilter.everything()
                && !request.emitted().contains(Outcome.EQUAL);
        this.compareSince = request.compareSinceMicros();
        this.source = StoreClients.lease(request.terms().source().store());
        try {
            this.destination = StoreClients.lease(request.terms().destination().store());
        } catch (RuntimeException failure) {
            source.close();
            throw failure;
        }
        // Of the destination's connection, as the copier's, so that both together keep to the pace.
        this.counter = new RequestCounter(destination.client().throttle(request.pace()));
        IncludedObjectVersions versions = Listings.versions(request.terms().versions());
        this.facts = new StoreFacts(
                new VersionRequests(source.client(), request.terms().source(), versions, counter),
                new VersionRequests(destination.client(), request.terms().destination(), versions, counter));
        this.window = new DiffWindow(source.client().threads(), request.requestsInFlight());
    }

    /** Compares the keys of a range, by listing both buckets. The first pages are asked for at once. */
    public static DiffReader open(DiffRequest request, KeyRange range) {
        DiffReader reader = new DiffReader(request);
        reader.merge(new KeyHistories(reader.sourceListing(range)), new KeyHistories(reader.destinationListing(range)));
        return reader;
    }

    /**
     * Compares histories from elsewhere, an inventory report for example, with what the destination has in the range.
     *
     * @param source in the order of keys, and of this range only
     */
    public static DiffReader ofSource(DiffRequest request, Iterator<KeyHistory> source, KeyRange range) {
        DiffReader reader = new DiffReader(request);
        reader.merge(source, new KeyHistories(reader.destinationListing(range)));
        return reader;
    }

    /**
     * Compares what the source has in the range with histories from elsewhere.
     *
     * @param destination in the order of keys, and of this range only
     */
    public static DiffReader ofDestination(DiffRequest request, KeyRange range, Iterator<KeyHistory> destination) {
        DiffReader reader = new DiffReader(request);
        reader.merge(new KeyHistories(reader.sourceListing(range)), destination);
        return reader;
    }

    /** Compares histories that are both from elsewhere; each in the order of keys. No bucket is listed. */
    public static DiffReader of(DiffRequest request, Iterator<KeyHistory> source, Iterator<KeyHistory> destination) {
        DiffReader reader = new DiffReader(request);
        reader.merge(source, destination);
        return reader;
    }

    /**
     * Compares single keys, of each of which both buckets are asked for its versions. A key that no rule concerns costs no
     * request.
     *
     * @param keys in any order, which is kept; each once
     */
    public static DiffReader ofKeys(DiffRequest request, Iterator<UTF8String> keys) {
        DiffReader reader = new DiffReader(request);
        SingleKeys single =
                new SingleKeys(request, reader.source.client(), reader.destination.client(), reader.counter);
        reader.feed = () -> reader.feedKey(keys, single);
        return reader;
    }

    /**
     * Goes to the next difference.
     *
     * @return false at the end
     * @throws io.stocktake.s3.StoreException if a store fails, or breaks the rules of a listing
     */
    public boolean next() {
        while (!ready.hasNext()) {
            boolean isFed = !window.isDue() && feed.next();
            if (!isFed) {
                if (window.isEmpty()) {
                    current = Optional.empty();
                    return false;
                }
                deliver(window.take());
            }
        }
        current = Optional.of(ready.next());
        return true;
    }

    /** The difference that {@link #next} went to. */
    public Difference get() {
        return current.orElseThrow(NoSuchElementException::new);
    }

    /** What was found so far; of keys that no difference was read of as well. */
    public DiffCounts counts() {
        long pages = listings.stream().mapToLong(BucketListing::pagesRead).sum();
        return tally.counts(pages, counter.requests(), counter.retries(), facts.heads());
    }

    @Override
    public void close() {
        window.close();
        listings.forEach(BucketListing::close);
        source.close();
        destination.close();
    }

    private BucketListing sourceListing(KeyRange range) {
        return opened(new BucketListing(
                source.client(), Listings.request(request, request.terms().source(), rules, range), counter));
    }

    private BucketListing destinationListing(KeyRange range) {
        return opened(new BucketListing(
                destination.client(), Listings.request(request, request.terms().destination(), rules, range), counter));
    }

    private BucketListing opened(BucketListing listing) {
        listings.add(listing);
        return listing;
    }

    private void merge(Iterator<KeyHistory> ofSource, Iterator<KeyHistory> ofDestination) {
        MergedHistories merged = new MergedHistories(ofSource, ofDestination);
        feed = () -> feedMerged(merged);
    }

    private boolean feedMerged(MergedHistories merged) {
        if (!merged.advance()) {
            return false;
        }
        tally.key();
        KeyHistory mine = merged.source();
        KeyHistory theirs = merged.destination();
        if (isPlain && isCountedEqual(mine, theirs)) {
            return true;
        }
        Optional<ComparedKey> known = comparison.compareListed(mine, theirs);
        if (known.isEmpty()) {
            window.submit(() -> comparison.compare(mine, theirs, facts));
        } else if (window.isEmpty()) {
            deliver(known.get());
        } else {
            window.add(known.get());
        }
        return true;
    }

    /** The case of nearly every key of nearly every run, at the least cost: one version on both sides, and equal. */
    private boolean isCountedEqual(KeyHistory mine, KeyHistory theirs) {
        if (mine.newestFirst().size() != 1 || theirs.newestFirst().size() != 1) {
            return false;
        }
        ListedVersion version = mine.newestFirst().get(0);
        ListedVersion replica = theirs.newestFirst().get(0);
        if (version.isDeleteMarker()
                || replica.lastModified() >= compareSince
                || !VersionEquality.isListedEqual(version, replica)) {
            return false;
        }
        DestinationRules.Decision decision = rules.decide(mine.key());
        if (decision.rule().isEmpty() && !decision.needsTags()) {
            return true;
        }
        tally.equal(KeyComparison.id(decision.rule()), version.size());
        return true;
    }

    private boolean feedKey(Iterator<UTF8String> keys, SingleKeys single) {
        if (!keys.hasNext()) {
            return false;
        }
        UTF8String key = keys.next();
        tally.key();
        boolean isConcerned = new Selection(key, rules, request.filter(), facts).isPossible();
        if (isConcerned) {
            window.submit(() -> comparison.compare(single.atSource(key), single.atDestination(key), facts));
        }
        return true;
    }

    private void deliver(ComparedKey key) {
        tally.vanished(key.vanished());
        Set<Outcome> emitted = request.emitted();
        List<Difference> wanted = new ArrayList<>(key.differences().size());
        for (Difference difference : key.differences()) {
            tally.add(difference);
            if (emitted.contains(difference.outcome())) {
                wanted.add(difference);
            }
        }
        ready = wanted.iterator();
    }

    /** Where keys come from, one at a time. */
    private interface Feed {
        /** Takes in one key; false if there is none. */
        boolean next();
    }
}
