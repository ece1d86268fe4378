package io.stocktake.jobs;

import io.stocktake.config.directory.DefinitionDirectory;
import io.stocktake.config.document.Problem;
import java.io.IOException;
import java.util.List;

/** What only the stores can tell of definitions: whether buckets exist, are versioned, and may be read and written. */
interface StoreChecks {
    /** Every problem that asking the stores has brought up; empty where all is well. */
    List<Problem> problems(DefinitionDirectory definitions) throws IOException;
}
