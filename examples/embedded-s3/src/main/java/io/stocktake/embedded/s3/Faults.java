package io.stocktake.embedded.s3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What goes wrong on demand. A fault lasts until its handle is closed. A rate is a share from 0 to 1 of the requests that
 * the fault concerns; the same seed makes the same choices in the same order of requests. Thread-safe.
 */
public final class Faults {
    /** A fault that is going on; closing ends it. */
    public interface Fault extends AutoCloseable {
        @Override
        void close();
    }

    /** What is done to a request's connection or answer. */
    enum Damage {
        CUT_BEFORE,
        CUT_AFTER,
        ERROR_IN_BODY,
        ERROR_IN_BODY_AFTER,
        TRUNCATED_PAGE,
        MALFORMED_PAGE,
        TRUNCATED_BODY
    }

    private record Refusal(Predicate<LoggedRequest> matches, Choice choice, int status, String code, String message) {}

    private record Broken(Predicate<LoggedRequest> matches, Choice choice, Damage damage) {}

    private record Hook(Moment moment, Predicate<LoggedRequest> matches, Choice choice, Runnable action) {}

    /** When a hook runs. */
    enum Moment {
        BEFORE,
        AFTER
    }

    /** Whether the next request that matches is hit. */
    private interface Choice {
        boolean hits();
    }

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private final List<Broken> damages = new CopyOnWriteArrayList<>();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final List<Duration> delays = new CopyOnWriteArrayList<>();
    private final List<Duration> requestDelays = new CopyOnWriteArrayList<>();
    private final List<String> outOfOrder = new CopyOnWriteArrayList<>();
    private final List<String> startAfterIgnored = new CopyOnWriteArrayList<>();
    private final List<String> unordered = new CopyOnWriteArrayList<>();

    Faults() {}

    /** Answers 503 SlowDown to a share of all requests. */
    public Fault slowDown(double rate, long seed) {
        return refuse(request -> true, seeded(rate, seed), 503, "SlowDown", "Please reduce your request rate.");
    }

    /** Answers 503 SlowDown to all requests beyond so many a second, counted in tenths of a second. */
    public Fault slowDownAbove(double requestsPerSecond) {
        if (!(requestsPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "Cannot take " + requestsPerSecond + " requests a second: it has to be above 0");
        }
        return refuse(
                request -> true,
                beyond(requestsPerSecond, System::nanoTime),
                503,
                "SlowDown",
                "Please reduce your request rate.");
    }

    /** Hits what comes when the requests before it have used up the last tenth of a second. */
    private static Choice beyond(double perSecond, LongSupplier nanoseconds) {
        double cost = TimeUnit.SECONDS.toNanos(1) / perSecond;
        AtomicLong usedUpTo = new AtomicLong(nanoseconds.getAsLong());
        return () -> {
            long now = nanoseconds.getAsLong();
            long earliest = now - TimeUnit.MILLISECONDS.toNanos(100);
            long before = usedUpTo.getAndUpdate(used -> used > now ? used : Math.max(used, earliest) + (long) cost);
            return before > now;
        };
    }

    /** Answers 500 InternalError to a share of all requests. */
    public Fault internalError(double rate, long seed) {
        return refuse(
                request -> true,
                seeded(rate, seed),
                500,
                "InternalError",
                "We encountered an internal error. Please try again.");
    }

    /** Answers 403 AccessDenied to every request of an operation, for example {@code GetObjectAcl}. */
    public Fault denied(String operation) {
        return denied(request -> request.operation().equals(operation));
    }

    /** Answers 403 AccessDenied to every request that matches. */
    public Fault denied(Predicate<LoggedRequest> matches) {
        return refuse(matches, () -> true, 403, "AccessDenied", "Access Denied");
    }

    /** Answers the next requests of an operation with this status and error code, which then ends by itself. */
    public Fault failNext(String operation, int times, int status, String code) {
        AtomicInteger left = new AtomicInteger(times);
        Choice choice = () -> left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
        return refuse(request -> request.operation().equals(operation), choice, status, code, "Failed on demand.");
    }

    private Fault refuse(Predicate<LoggedRequest> matches, Choice choice, int status, String code, String message) {
        return add(refusals, new Refusal(matches, choice, status, code, message));
    }

    /** Waits before each page of a listing. */
    public Fault delay(Duration perListing) {
        return add(delays, perListing);
    }

    /** Waits before each request that is no listing. */
    public Fault delayRequests(Duration perRequest) {
        return add(requestDelays, perRequest);
    }

    /** Cuts a share of all connections before the request takes effect. */
    public Fault cutBefore(double rate, long seed) {
        return add(damages, new Broken(request -> true, seeded(rate, seed), Damage.CUT_BEFORE));
    }

    /** Cuts a share of all connections after the request has taken effect, without an answer. */
    public Fault cutAfter(double rate, long seed) {
        return add(damages, new Broken(request -> true, seeded(rate, seed), Damage.CUT_AFTER));
    }

    /** Cuts the connections of requests that match, before they take effect. */
    public Fault cutBefore(Predicate<LoggedRequest> matches) {
        return add(damages, new Broken(matches, () -> true, Damage.CUT_BEFORE));
    }

    /** Cuts the connections of requests that match, after they have taken effect. */
    public Fault cutAfter(Predicate<LoggedRequest> matches) {
        return add(damages, new Broken(matches, () -> true, Damage.CUT_AFTER));
    }

    /**
     * Answers a share of CopyObject, UploadPartCopy and CompleteMultipartUpload with 200 and an error in the body; nothing
     * was done.
     */
    public Fault errorInBody(double rate, long seed) {
        return add(damages, new Broken(Faults::answersLate, seeded(rate, seed), Damage.ERROR_IN_BODY));
    }

    /** Does the same with those that match. */
    public Fault errorInBody(Predicate<LoggedRequest> matches) {
        return add(damages, new Broken(matches.and(Faults::answersLate), () -> true, Damage.ERROR_IN_BODY));
    }

    /**
     * Answers a share of CopyObject, UploadPartCopy and CompleteMultipartUpload with 200 and an error in the body although
     * they took effect.
     */
    public Fault errorInBodyAfter(double rate, long seed) {
        return add(damages, new Broken(Faults::answersLate, seeded(rate, seed), Damage.ERROR_IN_BODY_AFTER));
    }

    /** Does the same with those that match. */
    public Fault errorInBodyAfter(Predicate<LoggedRequest> matches) {
        return add(damages, new Broken(matches.and(Faults::answersLate), () -> true, Damage.ERROR_IN_BODY_AFTER));
    }

    /**
     * Lets requests fail in several ways at once, all chosen from one seed. A request that is chosen twice fails once: a cut
     * before it takes effect comes first, then a refusal, then what happens to its answer.
     */
    public Fault atRates(FaultRates rates, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Fault> faults = List.of(
                slowDown(rates.slowDown(), seeds.nextLong()),
                internalError(rates.internalError(), seeds.nextLong()),
                cutBefore(rates.cutBefore(), seeds.nextLong()),
                cutAfter(rates.cutAfter(), seeds.nextLong()),
                errorInBody(rates.errorInBody(), seeds.nextLong()),
                errorInBodyAfter(rates.errorInBodyAfter(), seeds.nextLong()));
        return () -> faults.forEach(Fault::close);
    }

    /** Cuts the connection in the middle of a share of the pages of listings. */
    public Fault truncatedPages(double rate, long seed) {
        return add(damages, new Broken(Faults::isListing, seeded(rate, seed), Damage.TRUNCATED_PAGE));
    }

    /** Cuts the connection in the middle of the answer's body for requests that match. */
    public Fault truncatedBodies(Predicate<LoggedRequest> matches) {
        return add(damages, new Broken(matches, () -> true, Damage.TRUNCATED_BODY));
    }

    /** Ends a share of the pages of listings in the middle of their XML, with a Content-Length that says so. */
    public Fault malformedPages(double rate, long seed) {
        return add(damages, new Broken(Faults::isListing, seeded(rate, seed), Damage.MALFORMED_PAGE));
    }

    /** Puts the second entry of each page of a bucket's listings before the first. */
    public Fault pageOutOfOrder(String bucket) {
        return add(outOfOrder, bucket);
    }

    /** Lists a bucket from its beginning whatever StartAfter, Marker or KeyMarker says; continuation tokens work. */
    public Fault startAfterIgnored(String bucket) {
        return add(startAfterIgnored, bucket);
    }

    /**
     * Lists a bucket in an order that has nothing to do with its keys. Continuation tokens and the markers of a page lead
     * through all of it; what StartAfter names has a place in that order too. A directory bucket, which is any whose name
     * ends with {@code --x-s3}, is always listed so.
     */
    public Fault unordered(String bucket) {
        return add(unordered, bucket);
    }

    /** Runs before each request that matches, so that objects can vanish or change between a listing and a HEAD. */
    public Fault beforeRequest(Predicate<LoggedRequest> matches, Runnable action) {
        return add(hooks, new Hook(Moment.BEFORE, matches, () -> true, action));
    }

    /**
     * Runs after each request that matches has taken effect and before its answer is sent. The predicate sees the status of
     * the answer. A request that is refused takes no effect.
     */
    public Fault afterRequest(Predicate<LoggedRequest> matches, Runnable action) {
        return add(hooks, new Hook(Moment.AFTER, matches, () -> true, action));
    }

    /**
     * Runs once, before the n-th request that matches from now on. The action may change the server's buckets through
     * {@link EmbeddedBucket}; the request then finds them so.
     *
     * @param n from 1
     */
    public Fault beforeNth(int n, Predicate<LoggedRequest> matches, Runnable action) {
        return add(hooks, new Hook(Moment.BEFORE, matches, nth(n), action));
    }

    /**
     * Runs once, after the n-th request that matches from now on has taken effect and before its answer is sent. Requests
     * that are refused, or cut before they take effect, are not counted.
     *
     * @param n from 1
     */
    public Fault afterNth(int n, Predicate<LoggedRequest> matches, Runnable action) {
        return add(hooks, new Hook(Moment.AFTER, matches, nth(n), action));
    }

    private static Choice nth(int n) {
        if (n < 1) {
            throw new IllegalArgumentException(
                    "Cannot act on request number " + n + ": the first one has the number 1");
        }
        AtomicInteger count = new AtomicInteger();
        return () -> count.incrementAndGet() == n;
    }

    /** Ends all faults. */
    public void clear() {
        refusals.clear();
        damages.clear();
        hooks.clear();
        delays.clear();
        requestDelays.clear();
        outOfOrder.clear();
        startAfterIgnored.clear();
        unordered.clear();
    }

    private static boolean isListing(LoggedRequest request) {
        return switch (request.operation()) {
            case "ListObjects", "ListObjectsV2", "ListObjectVersions" -> true;
            default -> false;
        };
    }

    /** The operations that send 200 before they know how they will end (S3 API Reference, "CopyObject"). */
    private static boolean answersLate(LoggedRequest request) {
        return switch (request.operation()) {
            case "CopyObject", "UploadPartCopy", "CompleteMultipartUpload" -> true;
            default -> false;
        };
    }

    private static Choice seeded(double rate, long seed) {
        FaultRates.check(rate);
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            synchronized (random) {
                return random.nextDouble() < rate;
            }
        };
    }

    private static <T> Fault add(List<T> faults, T fault) {
        faults.add(fault);
        return () -> faults.remove(fault);
    }

    void runHooks(Moment moment, LoggedRequest request) {
        for (Hook hook : hooks) {
            if (hook.moment() == moment
                    && hook.matches().test(request)
                    && hook.choice().hits()) {
                hook.action().run();
            }
        }
    }

    void refuse(LoggedRequest request) {
        for (Refusal refusal : refusals) {
            if (refusal.matches().test(request) && refusal.choice().hits()) {
                throw new S3Error(refusal.status(), refusal.code(), refusal.message());
            }
        }
    }

    Optional<Damage> damage(LoggedRequest request) {
        for (Broken broken : damages) {
            if (broken.matches().test(request) && broken.choice().hits()) {
                return Optional.of(broken.damage());
            }
        }
        return Optional.empty();
    }

    Duration delay(Operation operation) {
        return (operation.isListing() ? delays : requestDelays).stream().reduce(Duration.ZERO, Duration::plus);
    }

    boolean isOutOfOrder(String bucket) {
        return outOfOrder.contains(bucket);
    }

    boolean isUnordered(String bucket) {
        return unordered.contains(bucket);
    }

    boolean ignoresStartAfter(String bucket) {
        return startAfterIgnored.contains(bucket);
    }
}
