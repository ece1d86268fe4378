package io.stocktake.inventory;

import io.stocktake.inventory.file.ReportFile;
import io.stocktake.inventory.file.ReportSchema;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A report that was found.
 *
 * @param manifest where its manifest is
 * @param schema what its files have
 * @param files its data files, in the manifest's order
 */
record Report(Path manifest, ReportSchema schema, List<ReportFile> files) {
    Report {
        files = List.copyOf(files);
    }
}
