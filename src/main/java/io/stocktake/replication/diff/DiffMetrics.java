package io.stocktake.replication.diff;

import io.stocktake.listing.ListingMetrics;
import io.stocktake.replication.Outcome;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a diff counts, for Spark's UI and for progress. What a listing counts as well has the listing's names. Each metric
 * stands here twice, as Spark wants it: as a class that sums on the driver, and as the value of a task.
 */
public final class DiffMetrics {
    /** Keys that either bucket has. */
    public static final String KEYS = "keys compared";

    /** Versions that are to be copied. */
    public static final String MISSING = "versions missing at the destination";

    private DiffMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {
            new Keys(),
            new Missing(),
            new ListingMetrics.Pages(),
            new ListingMetrics.Heads(),
            new ListingMetrics.Vanished(),
            new ListingMetrics.Retries()
        };
    }

    static CustomTaskMetric[] values(DiffCounts counts) {
        DiffCounts.RuleCounts total = counts.total();
        return new CustomTaskMetric[] {
            new Value(KEYS, counts.keys()),
            new Value(MISSING, total.versions(Outcome.SOURCE_ONLY) + total.versions(Outcome.CHANGED)),
            new Value(ListingMetrics.PAGES, counts.pages()),
            new Value(ListingMetrics.HEADS, counts.heads()),
            new Value(ListingMetrics.VANISHED, counts.vanished()),
            new Value(ListingMetrics.RETRIES, counts.retries())
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Keys that either bucket has. Public, as is the one below, since Spark's UI makes its own instances. */
    public static final class Keys extends CustomSumMetric {
        /** For Spark. */
        public Keys() {}

        @Override
        public String name() {
            return KEYS;
        }

        @Override
        public String description() {
            return KEYS;
        }
    }

    /** Versions that are to be copied. */
    public static final class Missing extends CustomSumMetric {
        /** For Spark. */
        public Missing() {}

        @Override
        public String name() {
            return MISSING;
        }

        @Override
        public String description() {
            return MISSING;
        }
    }
}
