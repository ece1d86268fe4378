package io.stocktake.replication.manifest;

import java.util.List;
import org.apache.hadoop.fs.Path;

/** Where the entries of a manifest are. */
sealed interface ManifestContent {

    /** What the manifest is. */
    ManifestFormat format();

    /**
     * In CSV files.
     *
     * @param files one for a CSV, which is the manifest itself
     */
    record Entries(ManifestFormat format, List<EntryFile> files) implements ManifestContent {
        public Entries {
            files = List.copyOf(files);
        }
    }

    /**
     * In an inventory report.
     *
     * @param manifest where its manifest.json is
     * @param bucket the bucket that it is about
     */
    record Inventory(Path manifest, String bucket) implements ManifestContent {
        @Override
        public ManifestFormat format() {
            return ManifestFormat.INVENTORY_REPORT;
        }
    }
}
