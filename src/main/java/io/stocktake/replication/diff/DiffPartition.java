package io.stocktake.replication.diff;

import io.stocktake.s3.KeyRange;
import org.apache.spark.sql.connector.read.InputPartition;

/** A range of a diff. */
record DiffPartition(KeyRange range) implements InputPartition {}
