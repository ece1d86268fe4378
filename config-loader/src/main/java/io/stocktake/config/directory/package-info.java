/**
 * The definition directory: where documents are kept, found, replaced as a whole, and checked against each other and
 * against stores.yaml.
 */
package io.stocktake.config.directory;
