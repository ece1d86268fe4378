package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportFile;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The files that one task reads, one after the other. */
record InventoryPartition(List<ReportFile> files) implements InputPartition {
    InventoryPartition {
        files = List.copyOf(files);
    }
}
