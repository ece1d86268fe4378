package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportFileReader;
import io.stocktake.inventory.file.ReportSchema;
import io.stocktake.inventory.file.Verification;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads files one after the other; one is open at a time. Closes what they are read through. */
final class InventoryPartitionReader implements PartitionReader<InternalRow> {
    private final Iterator<ReportFile> remaining;
    private final ReportSchema schema;
    private final int[] columns;
    private final Verification verification;
    private final ReportFiles files;
    private Optional<ReportFileReader> open = Optional.empty();

    InventoryPartitionReader(
            List<ReportFile> dataFiles,
            ReportSchema schema,
            int[] columns,
            Verification verification,
            ReportFiles files) {
        this.remaining = dataFiles.iterator();
        this.schema = schema;
        this.columns = columns;
        this.verification = verification;
        this.files = files;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (open.isPresent() && open.get().next()) {
                return true;
            }
            closeFile();
            if (!remaining.hasNext()) {
                return false;
            }
            open = Optional.of(ReportFileReader.open(remaining.next(), schema, columns, verification, files));
        }
    }

    @Override
    public InternalRow get() {
        return open.orElseThrow().row();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        OptionalLong requests = files.requests();
        return requests.isPresent() ? ReportMetrics.values(requests.getAsLong()) : new CustomTaskMetric[0];
    }

    @Override
    public void close() throws IOException {
        try (files) {
            closeFile();
        }
    }

    private void closeFile() throws IOException {
        if (open.isPresent()) {
            ReportFileReader reader = open.get();
            open = Optional.empty();
            reader.close();
        }
    }
}
