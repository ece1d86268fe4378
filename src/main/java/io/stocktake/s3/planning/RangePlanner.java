package io.stocktake.s3.planning;

import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.PageProbe;
import io.stocktake.s3.PageProbe.Answer;
import io.stocktake.s3.RequestCounter;
import io.stocktake.s3.StoreClient;
import io.stocktake.s3.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Finds ranges of a bucket that can be listed side by side and hold about as many entries, by probes: pages that start
 * at chosen places.
 *
 * <p>A probe tells the next child of a place in the keys, and by the distance that its thousand keys cover how dense they
 * are. First one path is followed down from the root, which teaches how keys of that form branch; then the largest
 * estimate is divided first, until the ranges are small enough or the budget is spent. Half-way some of what was taken to
 * be like others is checked: one directory in a thousand may hold most of a bucket, and is found if a probe meets it. A
 * bucket of one page stays one range, for one probe. A store whose listings are not in S3's order, or that does not know
 * StartAfter, gets one range. The probes of a round are sent side by side; the same bucket gets the same plan.
 * Thread-safe.
 */
public final class RangePlanner {
    /** The share of a small bucket's pages that probes may take, and the least and most that it comes to. */
    private static final double SMALL_BUDGET = 0.08;

    private static final long LEAST_BUDGET = 96;
    private static final long SMALL_BUCKETS_BUDGET = 260;

    /** From here on a small bucket's budget does not depend on its ranges. */
    private static final double MANY_PAGES = 2000;

    /**
     * The share of a large bucket's pages that probes may take. The half-empty last pages of its ranges take about as much,
     * and the estimate may be twice of what there is: all of it comes to 2 to 7 %.
     */
    private static final double BUDGET = 0.015;

    private static final int PROBES_A_RANGE = 4;
    private static final int PROBES_A_SMALL_RANGE = 3;

    /** The path goes on below the size of a range: what it teaches is needed to estimate what lies in one. */
    private static final int PATH = 16;

    /** What lies beside the path is looked at in some places, lest all be taken to be like the path. */
    private static final int FIRST_LOOKS = 8;

    /** The part of the budget that this may take, at some four probes a look. */
    private static final int LOOKS = 16;

    /** What of the budget may be spent on dividing before what was found is checked, and what of the rest on that. */
    private static final double DIVIDING = 0.4;

    private static final double CHECKING = 0.5;
    private static final int PROBES_A_CHECK = 2;

    private static final int SIDE_BY_SIDE = 64;

    /** What is so much smaller than the largest waits until that is divided: the probes may be spent by then. */
    private static final double ALIKE = 4;

    /** A round of less of the budget would take as long as any other. */
    private static final double LAST_ROUND = 0.05;

    /** Enough to walk over one level of digits. */
    private static final long ENOUGH_FOR_A_WALK = 12;

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
     * @param target how many are wanted; there may be fewer, and a few more
     * @throws StoreException if the store cannot be listed
     */
    public RangePlan plan(ListingRequest request, RangeTarget target) {
        if (target.most() <= 1 || request.range().isEmpty() || !request.isOrdered()) {
            return new RangePlan(List.of(request.range()), 0, 0);
        }
        PageProbe probe = new PageProbe(client, request, counter);
        Optional<Answer> first = probe.after(request.range().after());
        long entries = first.map(page -> (long) page.entries()).orElse(0L);
        if (entries == 0 || !first.get().isTruncated() || !first.get().isOrdered()) {
            return new RangePlan(List.of(request.range()), entries, 1);
        }
        return new Search(request, target, probe).plan(first.get());
    }

    /**
     * Whether the store lists from this key on, as far as one page tells: it is ordered, and nothing in it comes before.
     *
     * @throws StoreException if the store cannot be listed
     */
    public boolean isListedFrom(ListingRequest request, UTF8String key) {
        return new PageProbe(client, request, counter)
                .after(key)
                .map(Answer::isOrdered)
                .orElse(true);
    }

    /** One plan in the making. */
    private final class Search {
        private final ListingRequest request;
        private final RangeTarget target;
        private final Branching branching = new Branching();
        private final TreeMap<UTF8String, Segment> segments = new TreeMap<>(UTF8String::binaryCompare);
        private final PageProbe probe;
        private long probes = 1;
        private boolean isOrdered = true;

        private Search(ListingRequest request, RangeTarget target, PageProbe probe) {
            this.request = request;
            this.target = target;
            this.probe = probe;
        }

        private RangePlan plan(Answer first) {
            UTF8String after = request.range().after();
            Segment root = Segment.open(after, first, UTF8String.fromString(request.prefix()));
            segments.put(after, root);
            followOnePath(root);
            examine(Math.min(FIRST_LOOKS, budget(total()) / LOOKS), Expansion::look);
            while (isOrdered && divideLargest(DIVIDING)) {
                // Each round divides what is the largest now.
            }
            examine((long) ((budget(total()) - probes) * CHECKING / PROBES_A_CHECK), Expansion::check);
            while (isOrdered && divideLargest(1)) {
                // What turned out to be larger than others of its kind.
            }
            double total = total();
            if (!isOrdered) {
                return new RangePlan(List.of(request.range()), Math.round(total), probes);
            }
            List<UTF8String> cuts = Balance.cuts(List.copyOf(segments.values()), branching, target.of(pages(total)));
            return new RangePlan(request.range().cutAt(cuts), Math.round(total), probes);
        }

        /** Down from the root, always to the largest child; of children that seem equal, to the middle one. */
        private void followOnePath(Segment root) {
            Segment current = root;
            while (isOrdered
                    && probes < budget(total())
                    && current.state() == Segment.State.OPEN
                    && (current.equals(root) || current.size(branching) > share() / PATH)) {
                List<Segment> children =
                        divide(List.of(current), budget(total()) - probes).get(0);
                Segment before = current;
                List<Segment> open = children.stream()
                        .filter(child -> child.state() == Segment.State.OPEN && !child.equals(before))
                        .toList();
                if (open.isEmpty()) {
                    return;
                }
                double largest = open.stream()
                        .mapToDouble(child -> child.size(branching))
                        .max()
                        .orElse(0);
                List<Segment> equals = open.stream()
                        .filter(child -> child.size(branching) >= largest * 0.9)
                        .toList();
                current = equals.get(equals.size() / 2);
            }
        }

        /** False when there is nothing left that is worth a probe. */
        private boolean divideLargest(double part) {
            double total = total();
            long budget = (long) (budget(total) * part);
            // The first estimates may be far off: no round sends more than half of what all before it did.
            long left = Math.min(budget - probes, probes / 2);
            double share = total / target.of(pages(total));
            List<Segment> open = segments.values().stream()
                    .filter(segment -> segment.state() == Segment.State.OPEN)
                    .sorted(Comparator.comparingDouble((Segment segment) -> segment.size(branching))
                            .reversed())
                    .toList();
            double least = open.isEmpty() ? 0 : Math.max(share, open.get(0).size(branching) / ALIKE);
            List<Segment> largest = open.stream()
                    .filter(segment -> segment.size(branching) > share && segment.size(branching) >= least)
                    .limit(Math.max(1, Math.min(SIDE_BY_SIDE, left / ENOUGH_FOR_A_WALK)))
                    .toList();
            if (left < budget * LAST_ROUND || left <= 0 || largest.isEmpty()) {
                return false;
            }
            divide(largest, Math.max(ENOUGH_FOR_A_WALK, left / largest.size()));
            return true;
        }

        /** An even sample of the segments that were taken to be like others. */
        private void examine(long most, Function<Expansion, Expansion.Outcome> work) {
            List<Segment> unchecked = segments.values().stream()
                    .filter(segment -> segment.state() == Segment.State.OPEN
                            && segment.spine().filter(Spine::isWhole).isEmpty())
                    .toList();
            int sample = (int) Math.min(unchecked.size(), most);
            if (!isOrdered || sample <= 0) {
                return;
            }
            List<Segment> chosen = IntStream.range(0, sample)
                    .mapToObj(i -> unchecked.get((int) ((i + 0.5) * unchecked.size() / sample)))
                    .toList();
            carryOut(chosen, segment -> expand(segment, ENOUGH_FOR_A_WALK, work));
        }

        private List<List<Segment>> divide(List<Segment> chosen, long allowance) {
            return carryOut(chosen, segment -> expand(segment, allowance, Expansion::run));
        }

        private List<List<Segment>> carryOut(List<Segment> chosen, Function<Segment, Expansion.Outcome> work) {
            List<Future<Expansion.Outcome>> running = new ArrayList<>();
            for (Segment segment : chosen) {
                running.add(client.threads().submit(() -> work.apply(segment)));
            }
            List<List<Segment>> found = new ArrayList<>();
            List<Expansion.Outcome> outcomes = await(running);
            for (int i = 0; i < chosen.size(); i++) {
                Expansion.Outcome outcome = outcomes.get(i);
                segments.remove(chosen.get(i).cut());
                outcome.segments().forEach(segment -> segments.put(segment.cut(), segment));
                outcome.lessons().forEach(lesson -> lesson.accept(branching));
                probes += outcome.probes();
                isOrdered &= outcome.isOrdered();
                found.add(outcome.segments());
            }
            return found;
        }

        private Expansion.Outcome expand(Segment segment, long allowance, Function<Expansion, Expansion.Outcome> work) {
            try (Probes ownProbes = new Probes(probe, client.threads(), allowance)) {
                Expansion.Outcome outcome = work.apply(new Expansion(segment, ownProbes, branching));
                ownProbes.finish();
                return outcome;
            }
        }

        private List<Expansion.Outcome> await(List<Future<Expansion.Outcome>> running) {
            try {
                List<Expansion.Outcome> outcomes = new ArrayList<>();
                for (Future<Expansion.Outcome> future : running) {
                    outcomes.add(future.get());
                }
                return outcomes;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new StoreException(cannotPlan() + "the task was stopped", stopped);
            } catch (ExecutionException failure) {
                if (failure.getCause() instanceof StoreException reason) {
                    throw reason;
                }
                throw new StoreException(cannotPlan() + failure.getCause(), failure.getCause());
            } finally {
                running.forEach(future -> future.cancel(true));
            }
        }

        private String cannotPlan() {
            return "Cannot find ranges of bucket \"" + request.bucket().alias() + "\" of store \""
                    + client.store().name() + "\": ";
        }

        private double total() {
            return segments.values().stream()
                    .mapToDouble(segment -> segment.size(branching))
                    .sum();
        }

        private long budget(double total) {
            double pages = pages(total);
            double small = Math.min(SMALL_BUCKETS_BUDGET, Math.max(LEAST_BUDGET, pages * SMALL_BUDGET));
            // A bucket of few ranges and many pages may have one directory that makes more of them.
            double few = pages < MANY_PAGES
                    ? Math.max(LEAST_BUDGET / 2.0, (double) PROBES_A_SMALL_RANGE * target.of(pages))
                    : small;
            double large = Math.min(pages * BUDGET, (double) PROBES_A_RANGE * target.most());
            return (long) Math.max(Math.min(small, few), large);
        }

        private double share() {
            double total = total();
            return total / target.of(pages(total));
        }

        private double pages(double entries) {
            return entries / request.pageSize();
        }
    }
}
