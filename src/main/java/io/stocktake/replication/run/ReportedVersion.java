package io.stocktake.replication.run;

import io.stocktake.listing.ObjectColumn;
import io.stocktake.replication.ComparedVersions;
import io.stocktake.s3.ListedVersion;
import io.stocktake.s3.Microseconds;
import java.io.Serializable;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A row of an inventory report, as it travels through a shuffle. Ordered as a listing is: by the unsigned bytes of the key,
 * then the latest version first, then the newest.
 *
 * @param key raw
 * @param versionId as a listing says it
 * @param lastModified microseconds since 1970-01-01T00:00:00Z
 */
record ReportedVersion(
        UTF8String key,
        String versionId,
        boolean isLatest,
        boolean isDeleteMarker,
        long size,
        long lastModified,
        String eTag,
        String storageClass)
        implements Serializable, Comparable<ReportedVersion> {
    private static final List<ObjectColumn> CURRENT = List.of(
            ObjectColumn.KEY,
            ObjectColumn.SIZE,
            ObjectColumn.LAST_MODIFIED_DATE,
            ObjectColumn.E_TAG,
            ObjectColumn.STORAGE_CLASS);
    private static final List<ObjectColumn> VERSIONS =
            List.of(ObjectColumn.VERSION_ID, ObjectColumn.IS_LATEST, ObjectColumn.IS_DELETE_MARKER);

    /**
     * The rows of a report that are compared.
     *
     * @param path for messages
     * @throws IllegalArgumentException if the report lacks a column that the comparison needs
     */
    static Dataset<Row> select(Dataset<Row> report, ComparedVersions versions, String path) {
        List<String> present = Arrays.asList(report.columns());
        boolean hasVersions = VERSIONS.stream().map(ObjectColumn::columnName).allMatch(present::contains);
        List<String> missing = Stream.concat(
                        CURRENT.stream().filter(column -> column != ObjectColumn.STORAGE_CLASS),
                        versions == ComparedVersions.HISTORY ? VERSIONS.stream() : Stream.empty())
                .map(ObjectColumn::columnName)
                .filter(column -> !present.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("Cannot compare with the report \"" + path + "\": it has no "
                    + String.join(", ", missing)
                    + ". Deliver one with these fields"
                    + (versions == ComparedVersions.HISTORY ? ", of all versions, or use --current-only" : ""));
        }
        Dataset<Row> rows = report;
        if (versions == ComparedVersions.CURRENT && hasVersions) {
            rows = rows.where(functions
                    .col(ObjectColumn.IS_LATEST.columnName())
                    .and(functions.not(functions.col(ObjectColumn.IS_DELETE_MARKER.columnName()))));
        }
        return rows.select(Stream.concat(CURRENT.stream(), VERSIONS.stream())
                .map(column -> column(column, present))
                .toArray(Column[]::new));
    }

    private static Column column(ObjectColumn column, List<String> present) {
        return present.contains(column.columnName())
                ? functions.col(column.columnName())
                : functions.lit(null).cast(column.type()).as(column.columnName());
    }

    /** What a row that {@link #select} made says. */
    static ReportedVersion of(Row row, ComparedVersions versions) {
        boolean isCurrent = versions == ComparedVersions.CURRENT;
        Optional<String> versionId = text(row, ObjectColumn.VERSION_ID);
        Timestamp date = row.getAs(ObjectColumn.LAST_MODIFIED_DATE.columnName());
        Long size = row.getAs(ObjectColumn.SIZE.columnName());
        Boolean isLatest = row.getAs(ObjectColumn.IS_LATEST.columnName());
        Boolean isDeleteMarker = row.getAs(ObjectColumn.IS_DELETE_MARKER.columnName());
        return new ReportedVersion(
                UTF8String.fromString(text(row, ObjectColumn.KEY).orElseThrow()),
                isCurrent ? "" : versionId.filter(id -> !id.isEmpty()).orElse("null"),
                isCurrent || Boolean.TRUE.equals(isLatest),
                !isCurrent && Boolean.TRUE.equals(isDeleteMarker),
                size == null ? 0 : size,
                Microseconds.of(date.toInstant()),
                text(row, ObjectColumn.E_TAG).orElse(""),
                text(row, ObjectColumn.STORAGE_CLASS).orElse(""));
    }

    private static Optional<String> text(Row row, ObjectColumn column) {
        return Optional.ofNullable(row.getAs(column.columnName()));
    }

    /** As a listing would have it. */
    ListedVersion listed() {
        return new ListedVersion(
                key,
                UTF8String.fromString(versionId),
                isLatest,
                isDeleteMarker,
                size,
                lastModified,
                UTF8String.fromString(eTag),
                UTF8String.fromString(storageClass),
                UTF8String.EMPTY_UTF8,
                UTF8String.EMPTY_UTF8);
    }

    @Override
    public int compareTo(ReportedVersion other) {
        int order = key.binaryCompare(other.key);
        if (order == 0) {
            order = Boolean.compare(other.isLatest, isLatest);
        }
        return order != 0 ? order : Long.compare(other.lastModified, lastModified);
    }
}
