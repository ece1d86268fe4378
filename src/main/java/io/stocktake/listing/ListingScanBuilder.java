package io.stocktake.listing;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the columns that a query needs, and what its predicates say of the key. */
final class ListingScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
    private final ListingOptions options;
    private List<ObjectColumn> columns;
    private KeyPredicates predicates;

    ListingScanBuilder(ListingOptions options) {
        this.options = options;
        this.columns = columns(ListingTable.schema(options));
        this.predicates = KeyPredicates.none(options.prefix());
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = columns(requiredSchema);
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] candidates) {
        predicates = KeyPredicates.of(options.prefix(), List.of(candidates));
        // Spark filters again: a range may be a little wider than what a predicate says.
        return candidates;
    }

    @Override
    public Predicate[] pushedPredicates() {
        return predicates.taken().toArray(Predicate[]::new);
    }

    @Override
    public Scan build() {
        return new ListingScan(options.withPrefix(predicates.prefix()), columns, predicates.range());
    }

    private static List<ObjectColumn> columns(StructType schema) {
        return Arrays.stream(schema.fieldNames())
                .map(name -> ObjectColumn.ofColumnName(name).orElseThrow())
                .toList();
    }
}
