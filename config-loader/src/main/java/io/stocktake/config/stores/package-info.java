/** stores.yaml: the stores, how to reach them, and which of them has a bucket. */
package io.stocktake.config.stores;
