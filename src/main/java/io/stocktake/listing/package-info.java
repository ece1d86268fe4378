/** The Spark source "s3-listing": a bucket as a table. */
package io.stocktake.listing;
