package io.stocktake.replication.copy;

import io.stocktake.s3.KeyEntries;
import io.stocktake.s3.KeyRange;
import io.stocktake.s3.ListedVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the destination has under some neighbouring keys: one page of a listing tells of many, where they lie close
 * together, and a request of its own of each other. Thread-safe.
 */
final class KeySpan {
    /** How long a page is believed before a write; longer only widens the gap that another's write can fall into. */
    private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

    private static final int SLACK = 16;

    private final Ends ends;
    private final Density density;
    private final UTF8String first;
    private final UTF8String last;
    private final int versions;
    private Optional<KeyEntries.Span> page = Optional.empty();
    private long askedAt;
    private boolean isAsked;

    /**
     * The keys from {@code first} to {@code last}.
     *
     * @param versions how many entries a page should hold to tell of all of them
     */
    KeySpan(Ends ends, Density density, UTF8String first, UTF8String last, int versions) {
        this.ends = ends;
        this.density = density;
        this.first = first;
        this.last = last;
        this.versions = versions;
    }

    /** Whether pages have told of many keys lately. Thread-safe. */
    static final class Density {
        private static final int PAUSE = 16;
        private final AtomicInteger pause = new AtomicInteger();

        private boolean isWorthAPage() {
            return pause.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        }

        private void toldLittle() {
            pause.set(PAUSE);
        }
    }

    /** The newest entry of the key. */
    Optional<ListedVersion> newest(ListedVersion ofKey) {
        UTF8String key = ofKey.key();
        return covering(ofKey)
                .map(span -> span.entries(key).stream().findFirst())
                .orElseGet(
                        () -> ends.list(ofKey, () -> ends.destinationEntries().newest(key)));
    }

    /** The entries of the key from the newest down to, and without, the first that {@code isEnd} holds for. */
    List<ListedVersion> newestUntil(ListedVersion ofKey, Predicate<ListedVersion> isEnd) {
        UTF8String key = ofKey.key();
        return covering(ofKey)
                .map(span ->
                        span.entries(key).stream().takeWhile(isEnd.negate()).toList())
                .orElseGet(
                        () -> ends.list(ofKey, () -> ends.destinationEntries().newestUntil(key, isEnd)));
    }

    private synchronized Optional<KeyEntries.Span> covering(ListedVersion ofKey) {
        // The marker of a page is exclusive, so that the first key is none that it tells of.
        if (ofKey.key().equals(first)) {
            return Optional.empty();
        }
        if (!isAsked) {
            isAsked = true;
            if (density.isWorthAPage()) {
                int size = Math.min(1000, 2 * versions + SLACK);
                askedAt = System.nanoTime();
                page = Optional.of(ends.list(
                        ofKey, () -> ends.destinationEntries().span(KeyRange.between(first, last), size)));
                if (!page.get().covers(last)) {
                    density.toldLittle();
                }
            }
        }
        boolean isFresh = System.nanoTime() - askedAt < FRESH_NANOS;
        return page.filter(span -> isFresh && span.covers(ofKey.key()));
    }
}
