package io.stocktake.replication.manifest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.stocktake.config.stores.BucketLocation;
import io.stocktake.inventory.InventoryDataSource;
import io.stocktake.listing.ObjectColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A manifest of S3 Batch Operations: a list of what to work on. Immutable.
 *
 * <p>It is a CSV of {@code bucket,url-encoded-key[,version-id]}, the manifest.json of an inventory report, or that of a
 * completion report, whose failed tasks are the work. It tells by itself which of them it is. Nothing but its manifest.json
 * is held in memory.
 */
public final class BatchManifest {
    private final String path;
    private final ManifestContent content;
    private final Configuration configuration;

    private BatchManifest(String path, ManifestContent content, Configuration configuration) {
        this.path = path;
        this.content = content;
        this.configuration = configuration;
    }

    /**
     * The manifest at this path, or in the folder at this path.
     *
     * @param path {@code s3a://…}, {@code file:…}, or what else Hadoop's file systems read
     * @param configuration for Hadoop's file systems
     * @throws UncheckedIOException if it cannot be read, or is none; the message names it and says why
     */
    public static BatchManifest open(String path, Configuration configuration) {
        try {
            return new BatchManifest(path, ManifestFinder.find(new Path(path), configuration), configuration);
        } catch (IllegalArgumentException noPath) {
            throw new IllegalArgumentException(
                    "Cannot read manifest \"%s\": it is not a path: %s".formatted(path, noPath.getMessage()), noPath);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }

    /** What the manifest is. */
    public ManifestFormat format() {
        return content.format();
    }

    /**
     * Its entries, as {@link ManifestEntry#SCHEMA} has them, in the order of the manifest. Files are read in parallel; one
     * file is read by one task. Problems in the files come to light as they are read, with the file and the line.
     */
    public Dataset<Row> load(SparkSession spark) {
        return load(spark, Set.of());
    }

    /**
     * The same, of one bucket: S3 Batch Replication takes no manifest that names others.
     *
     * @param bucket which the manifest may call by its alias or by its name
     * @throws IllegalArgumentException if an inventory report is about another bucket; for the other formats, reading
     *     the first such line fails
     */
    public Dataset<Row> load(SparkSession spark, BucketLocation bucket) {
        return load(spark, Set.copyOf(List.of(bucket.alias(), bucket.name())));
    }

    private Dataset<Row> load(SparkSession spark, Set<String> buckets) {
        if (content instanceof ManifestContent.Inventory inventory) {
            if (!buckets.isEmpty() && !buckets.contains(inventory.bucket())) {
                throw new IllegalArgumentException("Cannot read manifest \"%s\": it is of the bucket \"%s\", not \"%s\""
                        .formatted(
                                path,
                                inventory.bucket(),
                                String.join(
                                        "\" or \"", buckets.stream().sorted().toList())));
            }
            return inventory(spark, inventory);
        }
        return entries(spark, ((ManifestContent.Entries) content).files(), buckets);
    }

    private static Dataset<Row> inventory(SparkSession spark, ManifestContent.Inventory inventory) {
        Dataset<Row> report = spark.read()
                .format(InventoryDataSource.NAME)
                .load(inventory.manifest().toString());
        String versionId = ObjectColumn.VERSION_ID.columnName();
        boolean hasVersions = Arrays.asList(report.columns()).contains(versionId);
        Column version = hasVersions ? col(versionId) : lit(null).cast(DataTypes.StringType);
        return report.select(
                col(ObjectColumn.BUCKET.columnName()), col(ObjectColumn.KEY.columnName()), version.as(versionId));
    }

    private Dataset<Row> entries(SparkSession spark, List<EntryFile> files, Set<String> buckets) {
        if (files.isEmpty()) {
            return spark.createDataset(List.<Row>of(), Encoders.row(ManifestEntry.SCHEMA));
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> shared = context.broadcast(new SerializableConfiguration(configuration));
        return spark.createDataFrame(
                context.parallelize(files, files.size())
                        .flatMap(file -> rows(file, buckets, shared.value().value())),
                ManifestEntry.SCHEMA);
    }

    private static Iterator<Row> rows(EntryFile file, Set<String> buckets, Configuration configuration) {
        EntryReader entries = EntryReader.open(file, buckets, configuration);
        // A limit may end the task before the file ends.
        TaskCompletionListener close = ended -> entries.close();
        TaskContext.get().addTaskCompletionListener(close);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Row next() {
                return entries.next().toRow();
            }
        };
    }
}
