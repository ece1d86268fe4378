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

    /**
     * The same configuration, each rule with an ID: one without is called after its place, the second rule {@code
     * rule-2}, or {@code rule-2-2} where another rule has that ID. S3 makes up random ones;
     * these are the same in every run.
     */
    public ReplicationConfiguration withGeneratedIds() {
        return new ReplicationConfiguration(role, GeneratedIds.fill(rules));
    }
}
