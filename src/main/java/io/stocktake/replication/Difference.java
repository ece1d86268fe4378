package io.stocktake.replication;

import io.stocktake.s3.ListedVersion;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the comparison found for one version of the source; for {@link Outcome#DESTINATION_ONLY} of the destination.
 * Immutable.
 *
 * <p>The versions of one key follow one another, the oldest first, since in this order they are appended.
 *
 * @param outcome what it found
 * @param version the version, as listed
 * @param rule the ID of the rule that decides about it; empty where none does, or where only its tags would tell and were
 *     not needed
 * @param seen the newest entry of this key at the destination when it was compared; empty where there was none. A replica
 *     is appended only while this is still so. Of a version that the destination has, its replica
 * @param reason why, for a conflict, for what is not eligible and for what drifted (then {@code tags}, {@code lock},
 *     {@code acl}, comma-separated); else empty
 */
public record Difference(
        Outcome outcome, ListedVersion version, Optional<String> rule, Optional<ListedVersion> seen, String reason) {

    public Difference {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(seen, "seen");
        Objects.requireNonNull(reason, "reason");
    }

    /** The key, raw. */
    public UTF8String key() {
        return version.key();
    }
}
