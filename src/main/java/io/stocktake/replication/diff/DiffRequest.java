package io.stocktake.replication.diff;

import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationTerms;
import io.stocktake.s3.ListingRequest;
import io.stocktake.s3.Microseconds;
import io.stocktake.s3.Pace;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What to compare and how. Travels with tasks. Immutable.
 *
 * @param terms the two buckets and the rules
 * @param onConflict what becomes of a key under which the destination has something of its own
 * @param compare what of versions in place is compared beside their content
 * @param compareSince everything is compared of versions in place whose replica is from this instant or later, so that
 *     what a killed run left half done is found; {@link Instant#MAX}: of none
 * @param filter narrows which versions are work
 * @param eligibility whether a HEAD tells what cannot be copied from what can
 * @param emitted the outcomes of which there are to be differences; others are only counted
 * @param pageSize entries a page of the listings, 1 to 1,000
 * @param requestsInFlight keys about which stores are asked at once, in each range
 * @param pace of all requests of a process to these stores that have this pace, together
 */
public record DiffRequest(
        ReplicationTerms terms,
        OnConflict onConflict,
        Set<ComparedProperty> compare,
        Instant compareSince,
        VersionFilter filter,
        EligibilityCheck eligibility,
        Set<Outcome> emitted,
        int pageSize,
        int requestsInFlight,
        Pace pace)
        implements Serializable {

    /** The keys about which stores are asked at once where nothing else is said. */
    public static final int DEFAULT_REQUESTS_IN_FLIGHT = 16;

    private static final Set<Outcome> WORK = Set.of(
            Outcome.SOURCE_ONLY,
            Outcome.CHANGED,
            Outcome.DRIFTED,
            Outcome.CONFLICT,
            Outcome.NOT_INSERTABLE,
            Outcome.NOT_ELIGIBLE);

    public DiffRequest {
        Objects.requireNonNull(terms, "terms");
        Objects.requireNonNull(onConflict, "onConflict");
        compare = Set.copyOf(compare);
        Objects.requireNonNull(compareSince, "compareSince");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(pace, "pace");
        Objects.requireNonNull(eligibility, "eligibility");
        emitted = Set.copyOf(emitted);
        if (pageSize < 1 || pageSize > ListingRequest.LARGEST_PAGE) {
            throw new IllegalArgumentException("Cannot compare with pages of \"" + pageSize
                    + "\" entries: a page has 1 to " + ListingRequest.LARGEST_PAGE);
        }
        if (requestsInFlight < 1) {
            throw new IllegalArgumentException(
                    "Cannot compare with \"" + requestsInFlight + "\" requests in flight: at least 1 is needed");
        }
    }

    /**
     * A comparison of content on these terms: conflicts are left alone, and there are differences for all that is not in
     * place at the destination, but none for what only the destination has.
     */
    public static DiffRequest of(ReplicationTerms terms) {
        return new DiffRequest(
                terms,
                OnConflict.LEAVE,
                Set.of(),
                Instant.MAX,
                VersionFilter.everything(),
                EligibilityCheck.WHILE_COPYING,
                WORK,
                ListingRequest.LARGEST_PAGE,
                DEFAULT_REQUESTS_IN_FLIGHT,
                Pace.UNLIMITED);
    }

    /** The same with that answer to conflicts. */
    public DiffRequest with(OnConflict otherOnConflict) {
        return new DiffRequest(
                terms,
                otherOnConflict,
                compare,
                compareSince,
                filter,
                eligibility,
                emitted,
                pageSize,
                requestsInFlight,
                pace);
    }

    /** The same with these properties compared. */
    public DiffRequest comparing(Set<ComparedProperty> otherCompare) {
        return new DiffRequest(
                terms,
                onConflict,
                otherCompare,
                compareSince,
                filter,
                eligibility,
                emitted,
                pageSize,
                requestsInFlight,
                pace);
    }

    /** The same with every property compared of replicas from that instant or later. */
    public DiffRequest comparingSince(Instant since) {
        return new DiffRequest(
                terms, onConflict, compare, since, filter, eligibility, emitted, pageSize, requestsInFlight, pace);
    }

    /** The same for the versions that the filter accepts. */
    public DiffRequest with(VersionFilter otherFilter) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                otherFilter,
                eligibility,
                emitted,
                pageSize,
                requestsInFlight,
                pace);
    }

    /** The same with that check of what can be copied. */
    public DiffRequest with(EligibilityCheck otherEligibility) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                filter,
                otherEligibility,
                emitted,
                pageSize,
                requestsInFlight,
                pace);
    }

    /** The same with differences of these outcomes. */
    public DiffRequest emitting(Set<Outcome> otherEmitted) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                filter,
                eligibility,
                otherEmitted,
                pageSize,
                requestsInFlight,
                pace);
    }

    /** The same with pages of that size. */
    public DiffRequest withPageSize(int otherPageSize) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                filter,
                eligibility,
                emitted,
                otherPageSize,
                requestsInFlight,
                pace);
    }

    /** The same with so many keys asked about at once. */
    public DiffRequest withRequestsInFlight(int otherRequestsInFlight) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                filter,
                eligibility,
                emitted,
                pageSize,
                otherRequestsInFlight,
                pace);
    }

    /** The same at that pace. */
    public DiffRequest at(Pace otherPace) {
        return new DiffRequest(
                terms,
                onConflict,
                compare,
                compareSince,
                filter,
                eligibility,
                emitted,
                pageSize,
                requestsInFlight,
                otherPace);
    }

    /** {@link #compareSince} as listings tell dates, in microseconds since 1970; of no replica where it is not set. */
    long compareSinceMicros() {
        return compareSince.equals(Instant.MAX) ? Long.MAX_VALUE : Microseconds.of(compareSince);
    }
}
