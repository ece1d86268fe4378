package io.stocktake.jobs;

import io.stocktake.inventory.Cuts;
import io.stocktake.inventory.delivery.EarlierReport;
import io.stocktake.s3.planning.RangePlan;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * What a run of one configuration would take: if the bucket is as its newest report says, or where there is none, as a few
 * probes find it.
 *
 * @param objects how many, in words
 * @param ranges listed side by side
 * @param probes requests that find the ranges, or whether there may be several
 * @param requests all of them, probes included
 */
record InventoryForecast(String objects, int ranges, long probes, long requests) {
    /**
     * Foretells.
     *
     * @throws io.stocktake.s3.StoreException if the bucket has to be asked for pages and cannot be listed
     */
    static InventoryForecast of(InventoryPlan plan, Optional<EarlierReport> newest) {
        int slots = LocalSlots.of(new SparkConf(), System.getenv()).expected(plan.request());
        Optional<Cuts> cuts = newest.flatMap(EarlierReport::cuts).filter(known -> known.rows() > 0);
        if (cuts.isPresent()) {
            long rows = cuts.get().rows();
            int ranges = plan.listing(cuts, slots).cuts().size() + 1;
            long probes = plan.probes(cuts.get(), slots);
            return new InventoryForecast(Quantity.count(rows), ranges, probes, probes + plan.requests(rows, ranges));
        }
        RangePlan found = plan.probe(slots);
        int ranges = found.ranges().size();
        return new InventoryForecast(
                (found.probes() > 1 ? "about " : "") + Quantity.count(twoDigits(found)),
                ranges,
                found.probes(),
                found.probes() + plan.requests(found.entries(), ranges));
    }

    /** An estimate is not better than that; what one page told is exact. */
    private static long twoDigits(RangePlan found) {
        long unit = 1;
        while (found.probes() > 1 && found.entries() / unit >= 100) {
            unit *= 10;
        }
        return (found.entries() + unit / 2) / unit * unit;
    }
}
