package io.stocktake.embedded.s3;

import java.time.Instant;

/** Object Lock's retention of one version. */
public record Retention(Mode mode, Instant retainUntil) {
    /** S3's {@code ObjectLockMode}. */
    public enum Mode {
        GOVERNANCE,
        COMPLIANCE
    }
}
