package io.stocktake.replication.diff;

/** Whether a HEAD is sent for each version that is to be copied, to tell those that cannot be. */
public enum EligibilityCheck {
    /** For a plan that is to say what a copy would do. */
    BEFORE_COPYING,
    /** The copier asks anyway. */
    WHILE_COPYING
}
