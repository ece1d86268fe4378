package io.stocktake.s3.planning;

/**
 * How many ranges are wanted.
 *
 * @param least for a bucket that is worth it
 * @param most however large the bucket is
 */
public record RangeTarget(int least, int most) {
    private static final int RANGES_A_SLOT = 2;

    /** More of them cost Spark more than they bring. */
    private static final int MOST = 4000;

    /** A range of fewer pages is hardly worth a task. */
    private static final int FEWEST_PAGES = 10;

    /** The last page of a range is half empty on average, so that ranges of this many pages cost 0.5 % more requests. */
    private static final int PAGES_A_RANGE = 100;

    /** Where the cuts are known they take no probe, which leaves more requests to the ranges. */
    private static final int PAGES_A_KNOWN_RANGE = 35;

    /** About so many, if the bucket has as many. */
    public static RangeTarget exactly(int ranges) {
        return new RangeTarget(ranges, ranges);
    }

    /**
     * What so many task slots take one after the other: a multiple of them, more ranges than slots, so that a large one
     * holds nobody up.
     */
    public static RangeTarget forSlots(int slots) {
        return new RangeTarget(RANGES_A_SLOT * slots, Math.max(RANGES_A_SLOT * slots, MOST));
    }

    /**
     * How many ranges a bucket of so many pages is cut into.
     *
     * @param pages may be an estimate
     */
    public int of(double pages) {
        return of(pages, PAGES_A_RANGE);
    }

    /** The same where an earlier report knows how the keys lie. */
    public int ofKnown(double pages) {
        return of(pages, PAGES_A_KNOWN_RANGE);
    }

    private int of(double pages, int pagesARange) {
        if (least == most) {
            return most;
        }
        double many = Math.max(least, pages / pagesARange);
        // Slots that are done with theirs should not wait for a last few.
        int slots = Math.max(1, least / RANGES_A_SLOT);
        double rounded = Math.min(most, Math.ceil(many / slots) * slots);
        return (int) Math.max(1, Math.min(rounded, pages / FEWEST_PAGES));
    }
}
