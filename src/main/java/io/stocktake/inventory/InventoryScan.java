package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportField;
import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.Verification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Reads some columns of all files of a report. A file is never split: its MD5 is that of the whole. */
final class InventoryScan implements SupportsReportStatistics, Batch {
    private final Report report;
    private final ReportAccess access;
    private final Verification verification;
    private final StructType wanted;
    private final int[] columns;

    InventoryScan(Report report, ReportAccess access, Verification verification, StructType wanted) {
        this.report = report;
        this.access = access;
        this.verification = verification;
        this.wanted = wanted;
        this.columns = Arrays.stream(wanted.fields()).mapToInt(this::columnOf).toArray();
    }

    /** Where the report has this column; the schema that a user gave may ask for one that it has not. */
    private int columnOf(StructField field) {
        int index = report.schema()
                .indexOf(field.name())
                .orElseThrow(() ->
                        new IllegalArgumentException("Cannot read report \"%s\": it has no column \"%s\", only %s"
                                .formatted(
                                        report.manifest(),
                                        field.name(),
                                        String.join(
                                                ", ",
                                                report.schema().structType().names()))));
        ReportField found = report.schema().fields().get(index);
        if (!found.structField().dataType().equals(field.dataType())) {
            throw new IllegalArgumentException("Cannot read report \"%s\": its column \"%s\" is %s, not %s"
                    .formatted(
                            report.manifest(),
                            field.name(),
                            found.structField().dataType().sql(),
                            field.dataType().sql()));
        }
        return index;
    }

    @Override
    public StructType readSchema() {
        return wanted;
    }

    @Override
    public String description() {
        return "%s %s, %d files, %s"
                .formatted(
                        InventoryDataSource.NAME,
                        report.manifest(),
                        report.files().size(),
                        verification);
    }

    /** Else Spark plans the partitions to find out. */
    @Override
    public ColumnarSupportMode columnarSupportMode() {
        return ColumnarSupportMode.UNSUPPORTED;
    }

    @Override
    public Statistics estimateStatistics() {
        long bytes = report.files().stream().mapToLong(ReportFile::size).sum();
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(bytes);
            }

            @Override
            public OptionalLong numRows() {
                return report.files().isEmpty() ? OptionalLong.of(0) : OptionalLong.empty();
            }
        };
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return access.countsRequests() ? ReportMetrics.all() : new CustomMetric[0];
    }

    @Override
    public Batch toBatch() {
        return this;
    }

    /** Files that follow each other go together, as many as Spark's own file sources would read in one task. */
    @Override
    public InputPartition[] planInputPartitions() {
        SQLConf configuration = SQLConf.get();
        long openCost = configuration.filesOpenCostInBytes();
        long target = Math.min(configuration.filesMaxPartitionBytes(), Math.max(openCost, bytesPerSlot(openCost)));
        List<InputPartition> partitions = new ArrayList<>();
        List<ReportFile> together = new ArrayList<>();
        long bytes = 0;
        for (ReportFile file : report.files()) {
            long cost = file.size() + openCost;
            if (!together.isEmpty() && bytes + cost > target) {
                partitions.add(new InventoryPartition(together));
                together = new ArrayList<>();
                bytes = 0;
            }
            together.add(file);
            bytes += cost;
        }
        if (!together.isEmpty()) {
            partitions.add(new InventoryPartition(together));
        }
        return partitions.toArray(InputPartition[]::new);
    }

    private long bytesPerSlot(long openCost) {
        long bytes = report.files().stream()
                .mapToLong(file -> file.size() + openCost)
                .sum();
        return bytes / SparkSession.active().sparkContext().defaultParallelism();
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        SparkSession session = SparkSession.active();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
        Configuration configuration = session.sessionState().newHadoopConf();
        return new InventoryReaderFactory(
                access,
                report.schema(),
                columns,
                verification,
                context.broadcast(new SerializableConfiguration(configuration)));
    }
}
