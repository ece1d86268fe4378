/**
 * Inventory configurations: what {@code PutBucketInventoryConfiguration} takes, what it refuses and with which answer,
 * and when a report is due.
 */
package io.stocktake.config.inventory;
