/**
 * The write side of "s3-inventory": rows become data files, staged as multipart uploads by the tasks; the driver completes
 * them, writes the manifest and, last, its checksum. A run that fails or is killed leaves nothing, or a complete report.
 */
package io.stocktake.inventory.delivery;
