package io.stocktake.replication.copy;

import java.time.Instant;
import java.util.Optional;

/**
 * Object Lock's state of a version.
 *
 * @param mode GOVERNANCE or COMPLIANCE; empty without retention
 * @param retainUntil empty without retention
 * @param isHeld whether there is a legal hold
 */
record ObjectLock(Optional<String> mode, Optional<Instant> retainUntil, boolean isHeld) {
    static final ObjectLock NONE = new ObjectLock(Optional.empty(), Optional.empty(), false);

    static ObjectLock of(String mode, Instant retainUntil, String hold) {
        boolean isRetained = mode != null && retainUntil != null;
        return new ObjectLock(
                isRetained ? Optional.of(mode) : Optional.empty(),
                isRetained ? Optional.of(retainUntil) : Optional.empty(),
                "ON".equals(hold));
    }

    boolean isNone() {
        return mode.isEmpty() && !isHeld;
    }

    ObjectLock withoutRetention() {
        return new ObjectLock(Optional.empty(), Optional.empty(), isHeld);
    }

    /** Whether it protects as much as the other; a bucket's default may have locked a replica for longer. */
    boolean isAtLeast(ObjectLock other) {
        if (hasRetentionOf(other) || other.mode.isEmpty()) {
            return true;
        }
        boolean isAsStrict = mode.equals(other.mode) || mode.equals(Optional.of("COMPLIANCE"));
        Instant until = other.retainUntil.orElseThrow();
        return isAsStrict && retainUntil.filter(date -> !date.isBefore(until)).isPresent();
    }

    /** Whether mode and date are those of the other; S3 keeps dates to the second or finer. */
    boolean hasRetentionOf(ObjectLock other) {
        return mode.equals(other.mode)
                && retainUntil.map(Instant::getEpochSecond).equals(other.retainUntil.map(Instant::getEpochSecond));
    }
}
