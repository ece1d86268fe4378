/**
 * A report's data files: writers and readers of S3 Inventory's CSV, ORC and Parquet, one row an object version.
 *
 * <p>Knows neither the manifest nor Spark's data sources; rows are Spark's {@code InternalRow}.
 */
package io.stocktake.inventory.file;
