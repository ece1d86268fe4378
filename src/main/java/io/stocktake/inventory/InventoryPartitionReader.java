package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportFileReader;
import io.stocktake.inventory.file.ReportSchema;
import io.stocktake.inventory.file.Verification;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Reads files one after the other; one is open at a time. */
final class InventoryPartitionReader implements PartitionReader<InternalRow> {
    private final Iterator<ReportFile> files;
    private final ReportSchema schema;
    private final int[] columns;
    private final Verification verification;
    private final Configuration configuration;
    private Optional<ReportFileReader> open = Optional.empty();

    InventoryPartitionReader(
            List<ReportFile> files,
            ReportSchema schema,
            int[] columns,
            Verification verification,
            Configuration configuration) {
        this.files = files.iterator();
        this.schema = schema;
        this.columns = columns;
        this.verification = verification;
        this.configuration = configuration;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (open.isPresent() && open.get().next()) {
                return true;
            }
            close();
            if (!files.hasNext()) {
                return false;
            }
            open = Optional.of(ReportFileReader.open(files.next(), schema, columns, verification, configuration));
        }
    }

    @Override
    public InternalRow get() {
        return open.orElseThrow().row();
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            ReportFileReader reader = open.get();
            open = Optional.empty();
            reader.close();
        }
    }
}
