/** The completion report of S3 Batch Operations, {@code Report_CSV_20180820}: what became of each task. */
package io.stocktake.replication.report;
