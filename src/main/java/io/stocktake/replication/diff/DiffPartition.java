package io.stocktake.replication.diff;

import io.stocktake.s3.KeyRange;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** A range of a diff, and the columns that are wanted of it. */
record DiffPartition(DiffRequest request, KeyRange range, List<DiffColumn> columns) implements InputPartition {}
