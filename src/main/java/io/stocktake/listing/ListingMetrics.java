package io.stocktake.listing;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a listing counts, for Spark's UI and for progress. Each metric stands here twice, as Spark wants it: as a class
 * that sums on the driver, and as the value of a task; the name joins them.
 */
public final class ListingMetrics {
    /** Names of the metrics. */
    public static final String OBJECTS = "objects";

    /** Pages of listings. */
    public static final String PAGES = "pages";

    /** HeadObject requests. */
    public static final String HEADS = "heads";

    /** GetObjectAcl requests. */
    public static final String ACLS = "acls";

    /** Versions that vanished between listing and HEAD. */
    public static final String VANISHED = "vanished";

    /** GetObjectAcl requests that the store refused. */
    public static final String REFUSED_ACLS = "refusedAcls";

    /** Requests repeated. */
    public static final String RETRIES = "retries";

    private ListingMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {
            new Objects(), new Pages(), new Heads(), new Acls(), new Vanished(), new RefusedAcls(), new Retries()
        };
    }

    static CustomTaskMetric[] values(
            long objects, long pages, long heads, long acls, long vanished, long refusedAcls, long retries) {
        return new CustomTaskMetric[] {
            new Value(OBJECTS, objects),
            new Value(PAGES, pages),
            new Value(HEADS, heads),
            new Value(ACLS, acls),
            new Value(VANISHED, vanished),
            new Value(REFUSED_ACLS, refusedAcls),
            new Value(RETRIES, retries)
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Object versions and delete markers read. */
    public static final class Objects extends CustomSumMetric {
        @Override
        public String name() {
            return OBJECTS;
        }

        @Override
        public String description() {
            return "objects listed";
        }
    }

    /** Pages read. */
    public static final class Pages extends CustomSumMetric {
        @Override
        public String name() {
            return PAGES;
        }

        @Override
        public String description() {
            return "pages listed";
        }
    }

    /** HEAD requests. */
    public static final class Heads extends CustomSumMetric {
        @Override
        public String name() {
            return HEADS;
        }

        @Override
        public String description() {
            return "HEAD requests";
        }
    }

    /** ACL requests. */
    public static final class Acls extends CustomSumMetric {
        @Override
        public String name() {
            return ACLS;
        }

        @Override
        public String description() {
            return "ACL requests";
        }
    }

    /** Versions that vanished. */
    public static final class Vanished extends CustomSumMetric {
        @Override
        public String name() {
            return VANISHED;
        }

        @Override
        public String description() {
            return "versions vanished since they were listed";
        }
    }

    /** ACLs that could not be read. */
    public static final class RefusedAcls extends CustomSumMetric {
        @Override
        public String name() {
            return REFUSED_ACLS;
        }

        @Override
        public String description() {
            return "ACLs that the store refused to tell";
        }
    }

    /** Requests repeated. */
    public static final class Retries extends CustomSumMetric {
        @Override
        public String name() {
            return RETRIES;
        }

        @Override
        public String description() {
            return "requests repeated";
        }
    }
}
