package io.stocktake.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds ranges of a bucket that can be listed side by side, by its common prefixes.
 *
 * <p>A bucket that fits in one page stays one range. Else the prefixes up to the next {@code /} are asked for, and while
 * there is only one, those below it. Thread-safe.
 */
public final class RangePlanner {
    private static final String DELIMITER = "/";

    /** Pages of prefixes that are asked for at most: each is a request that finds nothing but cuts. */
    private static final int MOST_PROBES = 16;

    private final StoreClient client;
    private final RequestCounter counter;

    /**
     * A planner that probes with this connection.
     *
     * @param counter counts the probes
     */
    public RangePlanner(StoreClient client, RequestCounter counter) {
        this.client = client;
        this.counter = counter;
    }

    /**
     * Ranges that tile the range of the request, ascending.
     *
     * @param wanted how many are wanted; there may be fewer
     * @throws StoreException if the store cannot be listed
     */
    public List<KeyRange> plan(ListingRequest request, int wanted) {
        if (wanted <= 1 || request.range().isEmpty()) {
            return List.of(request.range());
        }
        Page first = new Pages(client, request, counter)
                .at(Marker.after(request.range().after()), request.pageSize(), Optional.empty());
        if (!first.isTruncated()) {
            return List.of(request.range());
        }
        return request.range().cutAt(evenly(prefixes(request), wanted - 1));
    }

    private List<UTF8String> prefixes(ListingRequest request) {
        List<UTF8String> found = List.of();
        String parent = request.prefix();
        int probes = 0;
        while (probes < MOST_PROBES) {
            ListingRequest level = new ListingRequest(
                    request.bucket(),
                    parent,
                    request.versions(),
                    ListingRequest.Owners.OMITTED,
                    request.range(),
                    request.pageSize());
            Pages pages = new Pages(client, level, counter);
            Marker marker = Marker.after(request.range().after());
            List<UTF8String> children = new ArrayList<>();
            boolean hasObjects = false;
            while (probes < MOST_PROBES) {
                Page page = pages.at(marker, request.pageSize(), Optional.of(DELIMITER));
                probes++;
                children.addAll(page.commonPrefixes());
                hasObjects |= !page.entries().isEmpty();
                Marker next = new Marker(
                        page.nextKeyMarker().or(() -> lastOf(page)),
                        page.nextVersionIdMarker(),
                        page.nextContinuationToken());
                if (!page.isTruncated() || next.equals(marker)) {
                    break;
                }
                marker = next;
            }
            found = children;
            if (children.size() != 1 || hasObjects) {
                break;
            }
            parent = children.get(0).toString();
        }
        return safe(found);
    }

    private static Optional<String> lastOf(Page page) {
        int prefixes = page.commonPrefixes().size();
        int entries = page.entries().size();
        Optional<UTF8String> prefix = prefixes == 0
                ? Optional.empty()
                : Optional.of(page.commonPrefixes().get(prefixes - 1));
        Optional<UTF8String> entry = entries == 0
                ? Optional.empty()
                : Optional.of(page.entries().get(entries - 1).key());
        return prefix.isEmpty()
                ? entry.map(UTF8String::toString)
                : prefix.filter(key -> entry.isEmpty() || key.binaryCompare(entry.get()) > 0)
                        .or(() -> entry)
                        .map(UTF8String::toString);
    }

    /** Those of the cuts that every store takes as a marker; ranges tile without the others as well. */
    public static List<UTF8String> safe(List<UTF8String> cuts) {
        return cuts.stream().filter(RangePlanner::isSafe).toList();
    }

    /** Some stores mangle a percent sign or a control character in a marker. */
    private static boolean isSafe(UTF8String cut) {
        return cut.toString()
                .codePoints()
                .noneMatch(character -> character == '%' || Character.isISOControl(character));
    }

    /** At most this many of the cuts, evenly spread. */
    private static List<UTF8String> evenly(List<UTF8String> cuts, int most) {
        if (cuts.size() <= most) {
            return cuts;
        }
        List<UTF8String> chosen = new ArrayList<>(most);
        for (int i = 1; i <= most; i++) {
            chosen.add(cuts.get((int) ((long) i * cuts.size() / (most + 1))));
        }
        return chosen;
    }
}
