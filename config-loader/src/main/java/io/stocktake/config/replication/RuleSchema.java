package io.stocktake.config.replication;

/** The two schemas of a rule. A configuration's rules are all of one. */
public enum RuleSchema {
    /** A rule with a {@code Prefix} or without a choice: one destination, and delete markers are replicated. */
    FIRST,
    /** A rule with a {@code Filter}: priorities, several destinations, delete markers as the rule says. */
    SECOND
}
