package io.stocktake.listing;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What a listing counts, for Spark's UI and for progress. Each metric stands here twice, as Spark wants it: as a class
 * that sums on the driver, and as the value of a task; the name joins them. A task's accumulator bears the description,
 * so the names here are descriptions too.
 */
public final class ListingMetrics {
    /** Object versions and delete markers read. */
    public static final String OBJECTS = "objects listed";

    /** Pages read. */
    public static final String PAGES = "pages listed";

    /** HeadObject requests. */
    public static final String HEADS = "HEAD requests";

    /** GetObjectAcl requests. */
    public static final String ACLS = "ACL requests";

    /** Versions that vanished between listing and HEAD. */
    public static final String VANISHED = "versions vanished since they were listed";

    /** GetObjectAcl requests that the store refused. */
    public static final String REFUSED_ACLS = "ACLs that the store refused to tell";

    /** Requests repeated. */
    public static final String RETRIES = "listing requests repeated";

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

    /** Sums over tasks. Public, as are those below, since Spark's UI makes its own instances. */
    public abstract static class Sum extends CustomSumMetric {
        private final String name;

        Sum(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String description() {
            return name;
        }
    }

    /** Object versions and delete markers read. */
    public static final class Objects extends Sum {
        /** For Spark. */
        public Objects() {
            super(OBJECTS);
        }
    }

    /** Pages read. */
    public static final class Pages extends Sum {
        /** For Spark. */
        public Pages() {
            super(PAGES);
        }
    }

    /** HeadObject requests. */
    public static final class Heads extends Sum {
        /** For Spark. */
        public Heads() {
            super(HEADS);
        }
    }

    /** GetObjectAcl requests. */
    public static final class Acls extends Sum {
        /** For Spark. */
        public Acls() {
            super(ACLS);
        }
    }

    /** Versions that vanished between listing and HEAD. */
    public static final class Vanished extends Sum {
        /** For Spark. */
        public Vanished() {
            super(VANISHED);
        }
    }

    /** GetObjectAcl requests that the store refused. */
    public static final class RefusedAcls extends Sum {
        /** For Spark. */
        public RefusedAcls() {
            super(REFUSED_ACLS);
        }
    }

    /** Requests repeated. */
    public static final class Retries extends Sum {
        /** For Spark. */
        public Retries() {
            super(RETRIES);
        }
    }
}
