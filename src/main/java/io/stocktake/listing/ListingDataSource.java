package io.stocktake.listing;

import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The source "s3-listing": the objects or object versions of a bucket, one a row, in the columns of an inventory report
 * and in the order of keys. {@link ListingOptions} names its options.
 */
public final class ListingDataSource implements TableProvider, DataSourceRegister {
    /** What to give {@code spark.read().format(…)}. */
    public static final String SHORT_NAME = "s3-listing";

    @Override
    public String shortName() {
        return SHORT_NAME;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        return ListingTable.schema(ListingOptions.of(options.asCaseSensitiveMap()));
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new ListingTable(ListingOptions.of(properties));
    }
}
