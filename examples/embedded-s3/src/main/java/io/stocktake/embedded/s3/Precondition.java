package io.stocktake.embedded.s3;

import java.util.Optional;

/**
 * The condition of a conditional write.
 *
 * @param ifMatch the ETag that the current object must have, quoted or bare, or {@code *}
 * @param ifNoneMatch {@code *}: there must be no current object
 */
record Precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    /** @param current the newest version, which may be a delete marker */
    void check(Key key, Optional<ObjectVersion> current) {
        Optional<ObjectVersion> object = current.filter(version -> !version.deleteMarker());
        if (ifNoneMatch.isPresent()) {
            if (!ifNoneMatch.get().equals("*")) {
                throw S3Error.notImplemented("If-None-Match with an ETag on a write");
            }
            if (object.isPresent()) {
                throw S3Error.preconditionFailed("If-None-Match");
            }
        }
        if (ifMatch.isPresent()) {
            ObjectVersion existing = object.orElseThrow(() -> S3Error.noSuchKey(key));
            if (!matches(ifMatch.get(), existing.eTag())) {
                throw S3Error.preconditionFailed("If-Match");
            }
        }
    }

    /** Whether a header's list of ETags names this one. */
    static boolean matches(String header, String eTag) {
        for (String candidate : header.split(",", -1)) {
            String bare = candidate.strip();
            if (bare.startsWith("W/")) {
                bare = bare.substring(2);
            }
            if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
                bare = bare.substring(1, bare.length() - 1);
            }
            if (bare.equals("*") || bare.equals(eTag)) {
                return true;
            }
        }
        return false;
    }
}
