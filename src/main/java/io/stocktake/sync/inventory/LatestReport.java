package io.stocktake.sync.inventory;

import io.stocktake.config.inventory.IncludedObjectVersions;
import java.time.Instant;
import java.util.Comparator;

/**
 * A complete report of a bucket.
 *
 * @param source the configuration that it is of
 * @param minute when its scan began, to the minute
 */
record LatestReport(ReportSource source, Instant minute) {

    /**
     * The report that tells most about its bucket now comes first: one of the whole bucket before one of some keys, a newer
     * one before an older, one of all versions before one of current objects, one with more fields before one with fewer.
     */
    static final Comparator<LatestReport> BEST_FIRST = Comparator.comparing(
                    (LatestReport report) -> report.source.isFiltered())
            .thenComparing(LatestReport::minute, Comparator.reverseOrder())
            .thenComparing(
                    report -> report.source.configuration().includedObjectVersions() != IncludedObjectVersions.ALL)
            .thenComparing(
                    report -> report.source.configuration().optionalFields().size(), Comparator.reverseOrder())
            .thenComparing(report -> report.source.configuration().id())
            .thenComparing(LatestReport::uri);

    /** Its manifest as {@code s3a://alias/key}: what tells it from every other report. */
    String uri() {
        return "s3a://" + source.destination().alias() + "/" + source.location().manifest(minute);
    }
}
