package io.stocktake.embedded.s3;

/** Object Lock's legal hold of one version, where one was ever set. */
public enum LegalHold {
    ON,
    OFF
}
