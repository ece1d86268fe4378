package io.stocktake.inventory.delivery;

/** The names under which Spark's tasks count what a delivery does. */
public final class DeliveryMetrics {
    /** Requests that staging took, repeated ones included. */
    public static final String REQUESTS = "requests to upload the report";

    private DeliveryMetrics() {}
}
