/**
 * A replication as a Spark job: each task compares a range of keys and copies what the destination lacks, the driver sums
 * up and delivers the completion report.
 */
package io.stocktake.replication.run;
