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
 * manifest. A DataFrame stays with the report that it found when it was made. The option {@code verify} says whether the
 * MD5 of every file is compared with the manifest's; {@code true} is the default.
 *
 * <p>Without further options the report is read through Hadoop's file systems. Options of a store, which are named like
 * the members of stores.yaml (see {@link io.stocktake.config.stores.Store#toOptions}), have it read through that store's
 * own client, so that one application reads the reports of many stores, each by its own endpoint and credentials:
 *
 * <pre>{@code
 * spark.read().format("s3-inventory")
 *         .option("endpoint", "https://s3.example.com")
 *         .option("credentials", "profile: example")
 *         .load("s3a://reports/daily/my-bucket/everything")
 * }</pre>
 *
 * The path is then {@code s3a://bucket/key}, where the bucket may be an alias that the option {@code buckets} explains and
 * the key is taken as it is. {@code credentials} is the rule by which every process finds its keys for itself; no secret
 * is in a plan. ORC and Parquet files are copied to a temporary file for reading, with {@code verify=false} as well. The
 * requests of the tasks are counted as {@link ReportMetrics}.
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
        return ReportFinder.find(options.path(), options.access(), configuration);
    }
}
