package io.stocktake.inventory;

import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The Spark source and sink "s3-inventory": a report as a table.
 *
 * <pre>{@code
 * spark.read().format("s3-inventory").load("s3a://reports/daily/my-bucket/everything")
 * }</pre>
 *
 * The path is the folder of a configuration (the newest complete report is read), the folder of one report, or a
 * manifest. A DataFrame stays with the report that it found when it was made. Options: {@link InventoryReadOptions}.
 *
 * <p>Rows that are appended are delivered as a new report of an inventory configuration:
 * {@link io.stocktake.inventory.delivery.InventoryDelivery} has the options, and
 * {@link io.stocktake.inventory.delivery.Deliveries} both steps in one.
 */
public final class InventoryDataSource implements TableProvider, DataSourceRegister {
    /** What this source and sink is called in {@code format(…)}. */
    public static final String NAME = "s3-inventory";

    /** The report whose schema was inferred: the table has to be of the same one, though a newer one may come. */
    private Optional<Report> inferred = Optional.empty();

    @Override
    public String shortName() {
        return NAME;
    }

    @Override
    public boolean supportsExternalMetadata() {
        return true;
    }

    @Override
    public StructType inferSchema(CaseInsensitiveStringMap options) {
        Report report = find(InventoryReadOptions.of(options));
        inferred = Optional.of(report);
        return report.schema().structType();
    }

    @Override
    public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        return new InventoryTable(schema, inferred);
    }

    static Report find(InventoryReadOptions options) {
        Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
        return ReportFinder.find(options.path(), configuration);
    }
}
