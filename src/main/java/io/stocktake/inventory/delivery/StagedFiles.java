package io.stocktake.inventory.delivery;

import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task has staged: none, one or several files, in the order of their keys. */
record StagedFiles(List<StagedFile> files) implements WriterCommitMessage {}
