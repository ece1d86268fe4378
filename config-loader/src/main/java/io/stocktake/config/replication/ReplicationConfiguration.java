package io.stocktake.config.replication;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The replication configuration of a bucket (S3 API 2006-03-01).
 *
 * @param role any text of at least one character; no job assumes it, since stores have credentials of their own
 * @param rules in the order given; at least one
 */
public record ReplicationConfiguration(String role, List<ReplicationRule> rules) {

    public ReplicationConfiguration {
        requireNonNull(role, "role");
        rules = List.copyOf(rules);
    }
}
