/** Finds the ranges of a bucket that can be listed side by side: how its keys branch, how many there are, where to cut. */
package io.stocktake.s3.planning;
