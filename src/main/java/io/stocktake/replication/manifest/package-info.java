/**
 * What a replication is to work on where it is not a whole bucket: the manifests of S3 Batch Operations, a completion
 * report's failed tasks among them, and the filters of a generated manifest.
 */
package io.stocktake.replication.manifest;
