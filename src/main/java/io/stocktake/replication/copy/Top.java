package io.stocktake.replication.copy;

import io.stocktake.s3.ListedVersion;
import java.util.Optional;

/**
 * The newest entry of a key at the destination, as far as this run knows: what the comparison saw, or what was appended
 * since.
 *
 * @param versionId empty where there is no entry, or no versions
 * @param eTag empty where there is no entry, for a delete marker, and where it is not known
 * @param kind what it is
 */
record Top(String versionId, String eTag, Kind kind) {

    enum Kind {
        NOTHING,
        OBJECT,
        DELETE_MARKER
    }

    static Top of(Optional<ListedVersion> seen) {
        return seen.map(entry -> new Top(
                        entry.versionId().toString(),
                        entry.eTag().toString(),
                        entry.isDeleteMarker() ? Kind.DELETE_MARKER : Kind.OBJECT))
                .orElse(new Top("", "", Kind.NOTHING));
    }

    /** Whether this is what was found now. */
    boolean isStill(Optional<ListedVersion> found) {
        return versionId.isEmpty()
                ? of(found).equals(this)
                : found.map(entry -> entry.versionId().toString())
                        .filter(versionId::equals)
                        .isPresent();
    }

    boolean isEntry(ListedVersion entry) {
        return kind != Kind.NOTHING && entry.versionId().toString().equals(versionId);
    }
}
