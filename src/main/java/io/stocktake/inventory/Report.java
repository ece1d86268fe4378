package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportSchema;
import java.util.List;

/**
 * A report that was found.
 *
 * @param manifest the location of its manifest
 * @param schema what its files have
 * @param files its data files, in the manifest's order
 */
record Report(String manifest, ReportSchema schema, List<ReportFile> files) {
    Report {
        files = List.copyOf(files);
    }
}
