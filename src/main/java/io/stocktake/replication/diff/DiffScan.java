package io.stocktake.replication.diff;

import io.stocktake.replication.ComparedVersions;
import io.stocktake.replication.Outcome;
import io.stocktake.replication.ReplicationTerms;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsReportOrdering;
import org.apache.spark.sql.types.StructType;

/** A diff in these columns. Each partition is ordered by key. */
final class DiffScan implements Scan, SupportsReportOrdering {
    private final DiffOptions options;
    private final List<DiffColumn> columns;

    DiffScan(DiffOptions options, List<DiffColumn> columns) {
        this.options = options;
        this.columns = columns;
    }

    @Override
    public StructType readSchema() {
        return DiffColumn.schema(columns);
    }

    @Override
    public String description() {
        ReplicationTerms terms = options.request().terms();
        String versions = terms.versions() == ComparedVersions.HISTORY ? "all versions" : "current objects";
        String outcomes =
                options.request().emitted().stream().sorted().map(Outcome::text).collect(Collectors.joining(", "));
        return DiffDataSource.SHORT_NAME + " of " + versions + " in bucket "
                + terms.source().alias() + " with bucket " + terms.destination().alias() + ", outcomes " + outcomes;
    }

    @Override
    public SortOrder[] outputOrdering() {
        return columns.contains(DiffColumn.KEY)
                ? new SortOrder[] {
                    Expressions.sort(
                            Expressions.column(DiffColumn.KEY.columnName()),
                            SortDirection.ASCENDING,
                            NullOrdering.NULLS_FIRST)
                }
                : new SortOrder[0];
    }

    /** Else Spark plans the partitions, and so sends the planner's probes, to explain a query. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public Batch toBatch() {
        return new DiffBatch(options, columns);
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return DiffMetrics.all();
    }
}
