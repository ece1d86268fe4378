package io.stocktake.inventory.delivery;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What the Spark UI shows of a delivery. Public, as Spark's UI makes its own instances of the metrics. */
public abstract class DeliveryMetric extends CustomSumMetric {
    private final String name;
    private final String description;

    DeliveryMetric(String name, String description) {
        this.name = name;
        this.description = description;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    static CustomMetric[] all() {
        return new CustomMetric[] {new Rows(), new Files(), new Bytes(), new Requests()};
    }

    static CustomTaskMetric value(String name, long value) {
        return new CustomTaskMetric() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long value() {
                return value;
            }
        };
    }

    /** Rows written. */
    public static final class Rows extends DeliveryMetric {
        static final String NAME = "reportRows";

        /** For Spark. */
        public Rows() {
            super(NAME, "rows of the report");
        }
    }

    /** Data files staged. */
    public static final class Files extends DeliveryMetric {
        static final String NAME = "reportFiles";

        /** For Spark. */
        public Files() {
            super(NAME, "data files of the report");
        }
    }

    /** Bytes of the data files staged. */
    public static final class Bytes extends DeliveryMetric {
        static final String NAME = "reportBytes";

        /** For Spark. */
        public Bytes() {
            super(NAME, "bytes of the report's data files");
        }
    }

    /** Requests that staging took, repeated ones included. */
    public static final class Requests extends DeliveryMetric {
        static final String NAME = "uploadRequests";

        /** For Spark. */
        public Requests() {
            super(NAME, DeliveryMetrics.REQUESTS);
        }
    }
}
