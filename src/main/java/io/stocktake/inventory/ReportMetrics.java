package io.stocktake.inventory;

import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What reading a report through its store's client counts. A task's accumulator bears the description, so the names here
 * are descriptions too.
 */
public final class ReportMetrics {
    /** Requests of the tasks, repeated ones included. Those that find the report on the driver are not among them. */
    public static final String REQUESTS = "requests to read the report";

    private ReportMetrics() {}

    static CustomMetric[] all() {
        return new CustomMetric[] {new Requests()};
    }

    static CustomTaskMetric[] values(long requests) {
        return new CustomTaskMetric[] {new Value(REQUESTS, requests)};
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** Requests of the tasks. Public, since Spark's UI makes its own instances. */
    public static final class Requests extends CustomSumMetric {
        /** For Spark. */
        public Requests() {}

        @Override
        public String name() {
            return REQUESTS;
        }

        @Override
        public String description() {
            return REQUESTS;
        }
    }
}
