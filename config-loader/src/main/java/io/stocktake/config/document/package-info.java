/**
 * Strict reading and writing of definition documents in JSON, YAML and XML: one tree, one reader of members, one way to
 * report problems, whatever the notation and whatever the document is about.
 */
package io.stocktake.config.document;
