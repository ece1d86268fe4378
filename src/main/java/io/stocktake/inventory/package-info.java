/**
 * A report as a table: the Spark source and sink "s3-inventory", the manifest, and the keys that a delivery has in its
 * destination bucket.
 */
package io.stocktake.inventory;
