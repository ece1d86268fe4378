package io.stocktake.replication.diff;

/** What of a version in place is compared beside its content, a request for each side and version. */
public enum ComparedProperty {
    TAGS,
    /** Retention and legal hold. */
    LOCK,
    /** Grants, where the rule does not give replicas to the destination's owner, and both buckets are in one store. */
    ACL
}
