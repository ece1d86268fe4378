/** Stores, clients, key order, ranges and pages: a bucket as an ordered stream of object versions. */
package io.stocktake.s3;
