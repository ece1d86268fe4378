/**
 * An in-memory S3 server on the JDK alone: the quickstart's store, the tests' server, the benchmarks' bucket.
 *
 * <p>A request goes through {@code Gateway} (faults, signature, body, log) and {@code Router} to the class of its
 * operation, which asks and changes a {@code BucketState}: stored, or virtual. Its behaviour is described by the contract
 * test, which also runs against real stores.
 */
package io.stocktake.embedded.s3;
