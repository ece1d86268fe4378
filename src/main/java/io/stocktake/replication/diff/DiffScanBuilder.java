package io.stocktake.replication.diff;

import io.stocktake.replication.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes the columns that a query needs, and the outcomes: rows of others are not made. */
final class DiffScanBuilder implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
    /** The outcomes that only a HEAD tells apart. */
    private static final Set<Outcome> NEED_ELIGIBILITY =
            Set.of(Outcome.SOURCE_ONLY, Outcome.CHANGED, Outcome.NOT_ELIGIBLE);

    private final DiffOptions options;
    private List<DiffColumn> columns = List.of(DiffColumn.values());
    private Set<Outcome> outcomes = EnumSet.allOf(Outcome.class);
    private final List<Predicate> taken = new ArrayList<>();

    DiffScanBuilder(DiffOptions options) {
        this.options = options;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
        columns = DiffColumn.of(requiredSchema);
    }

    @Override
    public Predicate[] pushPredicates(Predicate[] candidates) {
        List<Predicate> left = new ArrayList<>();
        for (Predicate candidate : candidates) {
            Optional<Set<Outcome>> of = OutcomePredicates.outcomes(candidate);
            if (of.isPresent()) {
                outcomes = OutcomePredicates.both(outcomes, of.get());
                taken.add(candidate);
            } else {
                left.add(candidate);
            }
        }
        return left.toArray(Predicate[]::new);
    }

    @Override
    public Predicate[] pushedPredicates() {
        return taken.toArray(Predicate[]::new);
    }

    @Override
    public Scan build() {
        DiffRequest request = options.request().emitting(outcomes);
        if (Collections.disjoint(outcomes, NEED_ELIGIBILITY)) {
            request = request.with(EligibilityCheck.WHILE_COPYING);
        }
        return new DiffScan(new DiffOptions(request, options.cuts(), options.ranges()), columns);
    }
}
