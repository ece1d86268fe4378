package io.stocktake.inventory.delivery;

import io.stocktake.config.inventory.ReportFormat;

/** The content types of what is delivered, as IANA registers them. */
final class ContentTypes {
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    private ContentTypes() {}

    static String of(ReportFormat format) {
        return switch (format) {
            case CSV -> "application/gzip";
            case ORC -> "application/octet-stream";
            case PARQUET -> "application/vnd.apache.parquet";
        };
    }
}
