/**
 * Replication: the versions that a destination lacks are found by comparing two listings, copied, and reported.
 *
 * <p>{@code diff} finds them, {@code copy} makes the replicas, {@code report} says what became of each. What they share
 * stands here: the terms of a replication, its rules, and a difference.
 */
package io.stocktake.replication;
