package io.stocktake.replication.diff;

import java.util.Arrays;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The source "s3-diff": what a destination bucket lacks of a source bucket, and what it has, one version a row, in the
 * order of keys. Both buckets are listed over the same ranges and merged in one task, without a shuffle. {@link
 * DiffOptions} names its options.
 */
public final class DiffDataSource implements TableProvider, DataSourceRegister {
    /** What to give {@code spark.read().format(…)}. */
    public static final String SHORT_NAME = "s3-diff";

    @Override
    public String shortName() {
        return SHORT_NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return DiffColumn.schema(Arrays.asList(DiffColumn.values()));
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new DiffTable(DiffOptions.of(properties));
    }
}
